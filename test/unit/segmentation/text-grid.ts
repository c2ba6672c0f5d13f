/** Images as text, with one character for each pixel: `.` is 0, digits are 0 to 9, and letters go on from a = 10. */

export interface TextGrid {
  readonly width: number;
  readonly height: number;
  readonly values: number[];
}

export function readGrid(text: string): TextGrid {
  const rows = text
    .trim()
    .split("\n")
    .map((row) => row.trim());
  const values = rows.flatMap((row) => [...row].map((sign) => (sign === "." ? 0 : Number.parseInt(sign, 36))));
  return { width: rows[0]?.length ?? 0, height: rows.length, values };
}

export function writeGrid(values: ArrayLike<number>, width: number): string {
  const rows: string[] = [];
  for (let at = 0; at < values.length; at += width) {
    const row = Array.from({ length: width }, (_, x) => values[at + x]!);
    rows.push(row.map((value) => (value === 0 ? "." : value.toString(36))).join(""));
  }
  return `\n${rows.join("\n")}\n`;
}

/** The same grid without indentation, to compare with `writeGrid`. */
export function plainGrid(text: string): string {
  return `\n${text
    .trim()
    .split("\n")
    .map((row) => row.trim())
    .join("\n")}\n`;
}
