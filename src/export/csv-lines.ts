import Papa from "papaparse";

/**
 * A spreadsheet takes a text for a formula when it starts with one of these characters, also in their full-width forms.
 * Such a text gets a leading apostrophe (OWASP, "CSV Injection"). Numbers are written as numbers and need no
 * apostrophe.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * Writes lines of a table as RFC 4180 says, each with its line end, safe to open in a spreadsheet. null becomes an
 * empty field.
 *
 * @returns an empty text for no rows.
 */
export function csvLines(rows: readonly (readonly (string | number | null)[])[]): string {
  if (rows.length === 0) return "";
  const lines = Papa.unparse(
    rows.map((row) => [...row]),
    { newline: "\r\n", escapeFormulae: formulaStart },
  );
  return `${lines}\r\n`;
}
