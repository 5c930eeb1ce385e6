import { createHash } from 'node:crypto'
import ts from 'typescript'
import { declarationProgram } from '../build/declarationProgram.ts'

/** The declarations of some files, as the compiler reads them. */
export interface Declarations {
  /** The exported names and declarations of a file, then what these name of the same package. */
  readonly of: (file: string) => string
}

const printer = ts.createPrinter({ removeComments: true })

/** Reads declaration files. */
export function readDeclarations(files: readonly string[]): Declarations {
  const program = declarationProgram(files)
  const checker = program.getTypeChecker()
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const isOwn = (node: ts.Node): boolean => !node.getSourceFile().fileName.includes('/node_modules/')

  /** The statement of a declaration: a variable's declaration has no `const`. */
  const statementOf = (node: ts.Declaration): ts.Node => (ts.isVariableDeclaration(node) ? node.parent.parent : node)

  /** What the declarations of a package name of each other, from the given ones on. */
  function named(from: readonly ts.Symbol[]): ReadonlySet<ts.Symbol> {
    const all = new Set(from)
    for (const symbol of all) {
      const visit = (node: ts.Node): void => {
        const found = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined
        const target = found && resolved(found)
        if (target?.declarations?.every((each) => isOwn(each) && isTopLevel(each))) all.add(target)
        ts.forEachChild(node, visit)
      }
      for (const declaration of symbol.declarations ?? []) if (isOwn(declaration)) visit(statementOf(declaration))
    }
    return all
  }

  function textOf(symbol: ts.Symbol): string {
    const texts = (symbol.declarations ?? []).filter(isOwn).map((declaration) => printed(statementOf(declaration)))
    return texts.sort().join('\n')
  }

  function printed(node: ts.Node): string {
    const text = printer.printNode(ts.EmitHint.Unspecified, node, node.getSourceFile())
    // What the bundler calls a declaration does not matter to users.
    const plain = text.replace(/^(?:export )?(?:declare )?/, '')
    // Documents have types of thousands of characters, which the operation says better.
    return plain.length < 4_000 ? plain : `${plain.slice(0, 200)} … // sha256 ${digest(plain)}`
  }

  return {
    of(file) {
      const source = program.getSourceFile(file)
      const module = source && checker.getSymbolAtLocation(source)
      if (module === undefined) throw new Error(`${file} has no exports. Run \`npm run build\` first.`)
      const exported = checker.getExportsOfModule(module).map((each) => [each.name, resolved(each)] as const)
      const exportedSymbols = new Set(exported.map(([, symbol]) => symbol))
      const others = [...named([...exportedSymbols])].filter((symbol) => !exportedSymbols.has(symbol))
      const part = (title: string, entries: readonly (readonly [string, ts.Symbol])[]): string[] =>
        entries.length === 0 ? [] : [title, ...entries.map(([name, symbol]) => `// ${name}\n${textOf(symbol)}`).sort()]
      return [
        ...part('// Exported', exported),
        ...part(
          '// Named by these, and not exported',
          others.map((symbol) => [symbol.name, symbol] as const),
        ),
        '',
      ].join('\n\n')
    },
  }
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

function isTopLevel(node: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(node) ? node.parent.parent : node
  return ts.isSourceFile(statement.parent)
}
