/** Mantine colours that are visible on a light and on a dark page, and differ for people who confuse red and green. */
const colours = ["blue-6", "orange-6", "violet-5", "teal-6", "pink-5", "gray-6", "yellow-7", "cyan-6"] as const;

/** The colour of the run at this index in a comparison. */
export function runColour(index: number): string {
  return `var(--mantine-color-${colours[index % colours.length]})`;
}
