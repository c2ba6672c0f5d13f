/** CSS variables of Mantine that stand out on a light and on a dark page, told apart by those who do not see red and green alike. */
const colours = ["blue-6", "orange-6", "violet-5", "teal-6", "pink-5", "gray-6", "yellow-7", "cyan-6"] as const;

/** The colour of the run at this place of a comparison. */
export function runColour(index: number): string {
  return `var(--mantine-color-${colours[index % colours.length]})`;
}
