// A spreadsheet runs a cell that looks like a formula, and names and addresses come from strangers.

/** The characters that end a cell or a line for some spreadsheet: the delimiter depends on its locale. */
const cellEnds = /([;,|\t\n\v\f\r\u0085\u2028\u2029])/

/** The start of a formula, in any width, after invisible characters and quotes. */
const formula =
  /^[\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800"'`]*[=+\-@\uff0b\uff0d\uff1d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212]/u

/** Escapes cells that look like formulas, with an apostrophe. */
export const withoutFormulas = (text: string): string =>
  text
    .split(cellEnds)
    .map((part) => (formula.test(part) ? `'${part}` : part))
    .join('')
