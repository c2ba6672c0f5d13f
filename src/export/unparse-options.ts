/**
 * Characters that make a spreadsheet take a text for a formula, also in their full-width forms. Such a text gets a
 * leading apostrophe (OWASP, "CSV Injection"). Numbers are written as numbers and need no guard.
 */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

/** How tables are written: RFC 4180, safe to open in a spreadsheet. */
export const unparseOptions = { newline: "\r\n", escapeFormulae: formulaStart };
