import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const classes: readonly (readonly [file: string, name: string])[] = [
  ['src/labelbox.ts', 'Labelbox'],
  ['src/organization/organization.ts', 'Organization'],
]

const { config } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as { config: unknown }
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.')
/** The entries by the names that users import, with their files. */
const entries = Object.entries(options.paths ?? {}).flatMap(([name, [file = '']]) =>
  /\/src\/.*\.ts$/.test(file) ? [[name, file.replace(/^\.\//, '')] as const] : [],
)
const program = ts.createProgram([...entries.map(([, file]) => file), ...classes.map(([file]) => file)], options)
const checker = program.getTypeChecker()

const original = (symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol

const isOwn = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((each) => /\/(?:src|generated)\//.test(each.getSourceFile().fileName)) ?? false

function exportedOf(file: string): ReadonlySet<ts.Symbol> {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  return new Set(module && checker.getExportsOfModule(module).map(original))
}

/** The types of the package that a part of a declaration names, except where it takes a member's type out of one. */
function namedIn(nodes: readonly (ts.Node | undefined)[]): readonly ts.Symbol[] {
  const found: ts.Symbol[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIndexedAccessTypeNode(node)) return
    if (ts.isTypeReferenceNode(node)) {
      const symbol = checker.getSymbolAtLocation(node.typeName)
      const type = symbol && original(symbol)
      if (type && isOwn(type) && !(type.flags & ts.SymbolFlags.TypeParameter)) found.push(type)
    }
    ts.forEachChild(node, visit)
  }
  for (const node of nodes) if (node) visit(node)
  return found
}

const signatureOf = ({ parameters, type }: ts.SignatureDeclarationBase): readonly (ts.Node | undefined)[] => [
  ...parameters.map((parameter) => parameter.type),
  type,
]

const isPublic = (member: ts.ClassElement | ts.TypeElement): boolean =>
  !(member.name && ts.isPrivateIdentifier(member.name)) &&
  !ts.getJSDocTags(member).some(({ tagName }) => tagName.text === 'internal')

/** What an editor shows of a declaration: the types of its parameters, of its result, and of its members. */
function shownOf(declaration: ts.Declaration): readonly (ts.Node | undefined)[] {
  if (ts.isFunctionDeclaration(declaration)) return signatureOf(declaration)
  if (ts.isVariableDeclaration(declaration)) {
    const { type, initializer } = declaration
    return initializer && ts.isArrowFunction(initializer) ? signatureOf(initializer) : [type]
  }
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
    return [...declaration.members].filter(isPublic).flatMap((member) => {
      if (ts.isPropertySignature(member) || ts.isPropertyDeclaration(member)) return [member.type]
      return ts.isMethodSignature(member) || ts.isMethodDeclaration(member) ? signatureOf(member) : []
    })
  }
  return []
}

it('the package exports every type that a method takes or returns', () => {
  const exported = exportedOf('src/index.ts')
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
      for (const type of namedIn(signatureOf(method))) {
        named.push(type.name)
        if (!exported.has(type)) missing.push(`${name}.${method.name.getText()}: ${type.name}`)
      }
    }
  }

  expect(missing).toEqual([])
  expect(named).toContain('PendingInvite')
})

describe('each entry exports the types that its functions, and the members of its own types, name', () => {
  it.each(entries)('%s', (_, file) => {
    const exported = exportedOf(file)
    // The types of other folders lead on to all of theirs, which `labelbox-org` has.
    const folder = `/${file.replace('index.ts', '')}`
    const isShown = (declaration: ts.Declaration): boolean =>
      !ts.isInterfaceDeclaration(declaration) || declaration.getSourceFile().fileName.includes(folder)
    const missing = [...exported].flatMap((symbol) =>
      (symbol.declarations ?? [])
        .filter((declaration) => isShown(declaration) && (symbol.flags & ts.SymbolFlags.Class) === 0)
        .flatMap((declaration) => namedIn(shownOf(declaration)))
        .filter((type) => !exported.has(type))
        .map((type) => `${symbol.name}: ${type.name}`),
    )

    expect(exported.size).toBeGreaterThan(0)
    expect([...new Set(missing)]).toEqual([])
  })
})
