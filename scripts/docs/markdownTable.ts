/** Rows of cells; the first row is the heading. */
export type MarkdownTable = readonly (readonly string[])[]

/** Formats a table as Markdown. A formatter aligns it later. */
export function toMarkdown([head = [], ...rows]: MarkdownTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [head, head.map(() => '---'), ...rows].map(line).join('\n')
}
