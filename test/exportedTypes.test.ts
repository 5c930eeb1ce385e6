import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { expect, it } from 'vitest'

const classes: readonly (readonly [file: string, name: string])[] = [
  ['src/labelbox.ts', 'Labelbox'],
  ['src/organization/organization.ts', 'Organization'],
]

it('the package exports every type that a method takes or returns', () => {
  const { config } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as { config: unknown }
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
  const program = ts.createProgram(['src/index.ts'], options)
  const checker = program.getTypeChecker()
  const original = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const entry = program.getSourceFile('src/index.ts')
  const module = entry && checker.getSymbolAtLocation(entry)
  const exported = new Set(module && checker.getExportsOfModule(module).map(original))
  const isOwn = (symbol: ts.Symbol): boolean =>
    symbol.declarations?.some((each) => /\/(?:src|generated)\//.test(each.getSourceFile().fileName)) ?? false

  const named: string[] = []
  const missing: string[] = []
  for (const [file, name] of classes) {
    const methods = program
      .getSourceFile(file)
      ?.statements.filter(ts.isClassDeclaration)
      .filter((each) => each.name?.text === name)
      .flatMap(({ members }) => members.filter(ts.isMethodDeclaration))
      .filter((method) => ts.isIdentifier(method.name))
    for (const method of methods ?? []) {
      const visit = (node: ts.Node): void => {
        if (ts.isTypeReferenceNode(node)) {
          const found = checker.getSymbolAtLocation(node.typeName)
          const type = found && original(found)
          if (type && isOwn(type) && !(type.flags & ts.SymbolFlags.TypeParameter)) {
            named.push(type.name)
            if (!exported.has(type)) missing.push(`${name}.${method.name.getText()}: ${type.name}`)
          }
        }
        ts.forEachChild(node, visit)
      }
      for (const node of [...method.parameters, method.type]) if (node) visit(node)
    }
  }

  expect(missing).toEqual([])
  expect(named).toContain('PendingInvite')
})
