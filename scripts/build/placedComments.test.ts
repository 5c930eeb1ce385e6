import ts from 'typescript'
import { expect, test } from 'vitest'
import { misplacedComment, placedComments } from './placedComments.ts'

/** As the bundler writes it. */
const bundled = `type User = {
  /** User id. */readonly id: string; /** Sign-in address. */
  readonly email: string | null; /** Full name,
  * in two lines. */
  readonly name: string | null;
  readonly groups: {
    readonly role: string; /** Color, as hex. */
    readonly color: string;
  };
};
declare function find(options: {
  readonly text: string, /** At most. */
  readonly limit: number
}): User;
`

/** The text that an editor shows of each member. */
function shownTexts(code: string): Readonly<Record<string, string>> {
  const host = ts.createCompilerHost({})
  const source = ts.createSourceFile('file.d.ts', code, ts.ScriptTarget.Latest, true)
  const program = ts.createProgram(
    ['file.d.ts'],
    { noLib: true, types: [] },
    {
      ...host,
      getSourceFile: (name) => (name === 'file.d.ts' ? source : undefined),
      readFile: () => undefined,
      fileExists: (name) => name === 'file.d.ts',
    },
  )
  const checker = program.getTypeChecker()
  const texts: Record<string, string> = {}
  const visit = (node: ts.Node): void => {
    const symbol = ts.isPropertySignature(node) ? checker.getSymbolAtLocation(node.name) : undefined
    if (symbol) texts[symbol.name] = ts.displayPartsToString(symbol.getDocumentationComment(checker))
    ts.forEachChild(node, visit)
  }
  visit(source)
  return texts
}

test('gives each comment to its member, and changes nothing but lines', () => {
  const placed = placedComments(bundled)

  expect(shownTexts(placed)).toMatchObject({
    id: 'User id.',
    email: 'Sign-in address.',
    name: 'Full name,\nin two lines.',
    groups: '',
    color: 'Color, as hex.',
    limit: 'At most.',
  })
  expect(placed.replaceAll(/\s/g, '')).toBe(bundled.replaceAll(/\s/g, ''))
  expect(placedComments(placed)).toBe(placed)
})

test('names a line with a comment that has no member', () => {
  expect(misplacedComment(placedComments(bundled))).toBeUndefined()
  expect(misplacedComment(bundled)).toBe('/** User id. */readonly id: string; /** Sign-in address. */')
  expect(misplacedComment('a: string;/** Text. */ b: string')).toBe('a: string;/** Text. */ b: string')
})
