import { unzlibSync } from "fflate";
import Papa from "papaparse";

/* The exported tables are read back by other code than the code that wrote them. */

export interface SubmittedCell {
  readonly classIndex: number;
  readonly confidence: number;
  /** Number of pixels in the mask. */
  readonly area: number;
}

export interface SubmittedTile {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly cells: readonly SubmittedCell[];
}

/** Decodes the run lengths of a counts string, like COCO's `rleFrString`. */
function runLengths(counts: string): number[] {
  const lengths: number[] = [];
  let position = 0;
  while (position < counts.length) {
    let value = 0;
    let shift = 0;
    let more = true;
    while (more) {
      const code = counts.charCodeAt(position) - 48;
      value |= (code & 0x1f) << (5 * shift);
      more = (code & 0x20) !== 0;
      position += 1;
      shift += 1;
      if (!more && (code & 0x10) !== 0) value |= -1 << (5 * shift);
    }
    lengths.push(lengths.length > 2 ? value + (lengths.at(-2) ?? 0) : value);
  }
  return lengths;
}

/** Counts the pixels of one encoded mask. It throws when the runs do not fill the tile. */
function maskArea(mask: string, pixels: number): number {
  const lengths = runLengths(new TextDecoder().decode(unzlibSync(Buffer.from(mask, "base64"))));
  const all = lengths.reduce((sum, length) => sum + length, 0);
  if (all !== pixels) throw new Error(`A mask's runs fill ${all} px of ${pixels}.`);
  return lengths.reduce((sum, length, index) => (index % 2 === 1 ? sum + length : sum), 0);
}

export function readSubmission(bytes: Buffer): { header: string[]; tiles: SubmittedTile[] } {
  const [header = [], ...rows] = Papa.parse<string[]>(bytes.toString("utf8"), { skipEmptyLines: true }).data;
  const tiles = rows.map(([id = "", imageWidth, imageHeight, prediction = ""]) => {
    const width = Number(imageWidth);
    const height = Number(imageHeight);
    const words = prediction === "" ? [] : prediction.split(" ");
    const areas = new Map<string, number>();
    const cells: SubmittedCell[] = [];
    for (let index = 0; index + 2 < words.length; index += 3) {
      const mask = words[index + 2] ?? "";
      const area = areas.get(mask) ?? maskArea(mask, width * height);
      areas.set(mask, area);
      cells.push({ classIndex: Number(words[index]), confidence: Number(words[index + 1]), area });
    }
    if (words.length % 3 !== 0) throw new Error(`${id}: ${words.length} words are no triples.`);
    return { id, width, height, cells };
  });
  return { header, tiles };
}

/** Reads the rows of `cells.csv` as records. */
export function readCells(bytes: Buffer): { fields: string[]; rows: Record<string, string>[] } {
  const { data, meta, errors } = Papa.parse<Record<string, string>>(bytes.toString("utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  if (errors.length > 0) throw new Error(`cells.csv: ${JSON.stringify(errors[0])}`);
  return { fields: meta.fields ?? [], rows: data };
}
