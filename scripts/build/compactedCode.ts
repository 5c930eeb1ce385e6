import ts from 'typescript'

/**
 * Removes spaces, indentation and line comments from the code of a module that ends each statement with a semicolon. A line
 * ends behind a statement, as before. Block comments stay: bundlers read `@__PURE__` and what stands in `import()`.
 */
export function compactedCode(code: string): string {
  const source = ts.createSourceFile('code.js', code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS)
  let [compact, end] = ['', 0]
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(source)
    if (children.length > 0) {
      children.filter((child) => !ts.isJSDoc(child)).forEach(visit)
      return
    }
    const start = node.getStart(source)
    const token = code.slice(start, node.end)
    if (token === '' && node.kind !== ts.SyntaxKind.EndOfFileToken) return
    const between = code.slice(end, start)
    const next = `${commentsIn(between)}${token}`
    compact += `${separator(compact, between, next)}${next}`
    end = node.end
  }
  visit(source)
  return `${compact.trimEnd()}\n`
}

const commentsIn = (trivia: string): string => (trivia.match(/\/\*.*?\*\/|\/\/.*/gs) ?? []).filter(isBlock).join('')

const isBlock = (comment: string): boolean => comment.startsWith('/*')

function separator(before: string, between: string, next: string): string {
  const [last, first] = [before.at(-1) ?? '', next[0] ?? '']
  if (between.includes('\n') && first !== '}' && /[;}]/.test(last)) return '\n'
  const isWord = (char: string): boolean => /[\w$#\\\u0080-\uffff]/.test(char)
  if (isWord(last) && isWord(first)) return ' '
  // `a + +b`, `a / /b/`, and a comment behind a division.
  if (last === first && /[-+/]/.test(last)) return ' '
  if (last === '/' && first === '*') return ' '
  // `1 .toFixed()`
  return /\d/.test(last) && first === '.' ? ' ' : ''
}
