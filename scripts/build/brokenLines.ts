import ts from 'typescript'

/** Longest line, where there is a place to break it. */
const lineLimit = 160

/**
 * Breaks the long lines of minified code, behind commas and statements. Node prints the line of an error that nobody
 * catches: without this, that is up to 200 kB of code above the message.
 */
export function brokenLines(code: string): string {
  const source = ts.createSourceFile('code.js', code, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS)
  const places: number[] = []
  const visit = (node: ts.Node): void => {
    // A line break elsewhere could end a statement, as behind `return`, or belong to a template.
    if (code[node.end] === ',') places.push(node.end + 1)
    else if (ts.isStatement(node)) places.push(node.end)
    ts.forEachChild(node, visit)
  }
  visit(source)

  let [broken, column, start] = ['', 0, 0]
  for (const end of [...new Set(places).add(code.length)].sort((a, b) => a - b)) {
    const [first = '', ...more] = code.slice(start, end).split('\n')
    if (column > 0 && column + first.length > lineLimit) {
      broken += '\n'
      column = 0
    }
    broken += code.slice(start, end)
    column = more.at(-1)?.length ?? column + first.length
    start = end
  }
  return broken
}
