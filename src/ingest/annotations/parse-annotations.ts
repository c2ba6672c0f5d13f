import Papa from "papaparse";
import type { Problem } from "../../domain/errors.ts";
import type { ClassList, ProteinGroup, WeakLabel } from "../../domain/localisation/localisation.ts";
import { type TileId, tileId } from "../../domain/tile/tile.ts";
import { foldProblems } from "../grouping/fold-problems.ts";

/** The separators of columns. `|` cannot be one, because it joins labels. */
const separators = [",", ";", "\t"];

/**
 * Reads a table of image-level labels. Its header is `ID,Label`, in any case and order, and there is one row for
 * each tile. Labels are class indices or class names, joined by `|` in any order. The table may have a byte-order
 * mark, CRLF, `;` or tab as separator, and further columns.
 *
 * A column `Gene`, `Antibody` or `Antibody ID` says which tiles show the same protein. When a row has both, the
 * gene counts, because several antibodies may belong to one gene.
 *
 * The function never throws. Its problems count rows as a spreadsheet does (the header is row 1):
 * - `MissingHeader`: the table has no such header. It gives no labels.
 * - `UnknownClass`: a label is not in the class list, or a row has no label. The row's known labels are kept; a row
 *   without any gives its tile no label.
 * - `DuplicateRow`: a tile has two rows. The first is kept.
 * - `UnknownTile`: a row names no tile.
 * - `BrokenTable`: a quotation mark is never closed. It would swallow all rows after it, so the table is read again
 *   without quotation marks, and the problem names the row.
 *
 * Many problems of one kind are folded into one (`foldProblems`).
 */
export function parseAnnotations(
  text: string,
  fileName: string,
  classes: ClassList,
): { labels: Map<TileId, WeakLabel>; proteins: Map<TileId, ProteinGroup>; problems: Problem[] } {
  const labels = new Map<TileId, WeakLabel>();
  const proteins = new Map<TileId, ProteinGroup>();
  const table = readTable(text);
  if (!table) return { labels, proteins, problems: [missingHeader(text, fileName)] };

  const indexOf = new Map(classes.names.map((name, index) => [name.toLowerCase(), index]));
  classes.names.forEach((_, index) => {
    indexOf.set(String(index), index);
  });

  const problems: Problem[] = table.openQuote === null ? [] : [brokenTable(fileName, table.openQuote)];
  const rowOfTile = new Map<TileId, number>();
  table.rows.forEach((cells, index) => {
    if (cells.every((cell) => cell.trim() === "")) return;
    const row = table.headerRow + 1 + index;
    const tile = tileId((cells[table.idColumn] ?? "").trim().normalize("NFC"));
    if (tile === "") {
      problems.push({
        tag: "UnknownTile",
        subject: fileName,
        message: `Row ${row} of ${fileName} names no tile.`,
        remedy: "Fill in the row's ID or remove the row.",
      });
      return;
    }
    const earlier = rowOfTile.get(tile);
    if (earlier !== undefined) {
      problems.push({
        tag: "DuplicateRow",
        subject: fileName,
        message: `Row ${row} of ${fileName} labels tile ${tile} again; row ${earlier} is used.`,
        remedy: "Keep one row for each tile.",
      });
      return;
    }
    rowOfTile.set(tile, row);

    const { known, unknown } = readLabels(cells[table.labelColumn] ?? "", indexOf);
    if (known.length > 0) labels.set(tile, known);
    const protein = readProtein(cells, table);
    if (protein !== null) proteins.set(tile, protein);
    for (const label of unknown) problems.push(unknownClass(fileName, row, tile, label, classes));
    if (known.length + unknown.length === 0) {
      problems.push({
        tag: "UnknownClass",
        subject: fileName,
        message: `Row ${row} of ${fileName} gives tile ${tile} no label.`,
        remedy: "Fill in the row's Label or remove the row.",
      });
    }
  });
  return { labels, proteins, problems: foldProblems(problems, fileName) };
}

const proteinHeaders = [
  { kind: "gene", name: "gene" },
  { kind: "antibody", name: "antibody" },
  { kind: "antibody", name: "antibody id" },
] as const;

interface Table {
  /** The 1-based row of the header. */
  readonly headerRow: number;
  /** 0-based. */
  readonly idColumn: number;
  /** 0-based. */
  readonly labelColumn: number;
  /** Columns that say which protein a tile shows, in the order of their precedence; `column` is 0-based. */
  readonly proteinColumns: readonly { readonly kind: ProteinGroup["kind"]; readonly column: number }[];
  /** The cells of the rows below the header. */
  readonly rows: readonly (readonly string[])[];
  /** The 1-based row of the first quotation mark that is never closed; null when there is none. */
  readonly openQuote: number | null;
}

/**
 * Splits a table into cells. It takes the separator that makes the first line the header. Guessing it from the
 * content would be misled by `|`, or by a `;` in a name.
 * @returns null when no separator gives the header.
 */
function readTable(text: string): Table | null {
  const withoutMark = text.replace(/^\uFEFF/, "");
  for (const delimiter of separators) {
    const rows = Papa.parse<string[]>(withoutMark, { delimiter, preview: 100 }).data;
    const header = rows.findIndex((cells) => cells.some((cell) => cell.trim() !== ""));
    const names = (rows[header] ?? []).map((cell) => cell.trim().toLowerCase());
    const [idColumn, labelColumn] = [names.indexOf("id"), names.indexOf("label")];
    if (idColumn < 0 || labelColumn < 0) continue;
    const { cells, openQuote } = readCells(withoutMark, delimiter);
    const proteinColumns = proteinHeaders.flatMap(({ kind, name }) => {
      const column = names.indexOf(name);
      return column < 0 ? [] : [{ kind, column }];
    });
    return { headerRow: header + 1, idColumn, labelColumn, proteinColumns, rows: cells.slice(header + 1), openQuote };
  }
  return null;
}

function readCells(text: string, delimiter: string): { cells: string[][]; openQuote: number | null } {
  const { data, errors } = Papa.parse<string[]>(text, { delimiter });
  const error = errors.find(({ type }) => type === "Quotes");
  if (error === undefined) return { cells: data, openQuote: null };
  const unquoted = Papa.parse<string[]>(text, { delimiter, quoteChar: "\0" }).data;
  return {
    cells: unquoted.map((cells) => cells.map((cell) => cell.trim().replaceAll(/^"|"$/g, ""))),
    openQuote: text.slice(0, error.index ?? 0).split(/\r\n|\r|\n/).length,
  };
}

/**
 * Reads the labels of one row.
 * @returns `known` holds class indices, ascending, without
 * repeats. `unknown` holds the other labels as they are written.
 */
function readLabels(cell: string, indexOf: ReadonlyMap<string, number>): { known: number[]; unknown: string[] } {
  const known = new Set<number>();
  const unknown = new Set<string>();
  for (const label of cell.split("|").map((part) => part.trim())) {
    if (label === "") continue;
    const index = indexOf.get(label.toLowerCase());
    if (index === undefined) unknown.add(label);
    else known.add(index);
  }
  return { known: [...known].sort((a, b) => a - b), unknown: [...unknown] };
}

/** The protein that a row names; null when it names none. */
function readProtein(cells: readonly string[], { proteinColumns }: Table): ProteinGroup | null {
  for (const { kind, column } of proteinColumns) {
    const name = (cells[column] ?? "").trim();
    if (name !== "") return { kind, name };
  }
  return null;
}

function missingHeader(text: string, fileName: string): Problem {
  const firstLine = (text.replace(/^\uFEFF/, "").split(/\r?\n|\r/, 1)[0] ?? "").slice(0, 60);
  return {
    tag: "MissingHeader",
    subject: fileName,
    message: `${fileName} has no header ID,Label; its first line is "${firstLine}".`,
    remedy:
      "Make ID,Label the first line, add one line for each tile, such as 5c27f04c,8|5|0, and drop the table again.",
  };
}

function brokenTable(fileName: string, row: number): Problem {
  return {
    tag: "BrokenTable",
    subject: fileName,
    message: `Row ${row} of ${fileName} has a quotation mark that is never closed; the table was read without quotation marks.`,
    remedy: "Check the labels of that row, or correct it and drop the table again.",
  };
}

function unknownClass(fileName: string, row: number, tile: TileId, label: string, classes: ClassList): Problem {
  return {
    tag: "UnknownClass",
    subject: fileName,
    message: `Row ${row} of ${fileName} gives tile ${tile} the label "${label}", which is none of the ${classes.names.length} classes.`,
    remedy: `Write labels as 0 to ${classes.names.length - 1} or as class names, joined with |; the row's other labels are used.`,
  };
}
