// Writes the declarations for `require`: small files that take everything from those of the ES modules.
//
// TypeScript needs declarations in CommonJS format for `require`. Second copies would be a tenth of the package, and their
// classes would not be those of `import`.
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import ts from 'typescript'
import { entryTypes, publishedPackages } from '../release/packages.ts'
import { declarationProgram } from './declarationProgram.ts'

const files = publishedPackages.flatMap((published) => [...entryTypes(published).values()])
const program = declarationProgram(files)
const checker = program.getTypeChecker()

/** The comment above a declaration, which editors show. */
function commentOf(symbol: ts.Symbol): string {
  const declaration = symbol.declarations?.[0]
  if (declaration === undefined) return ''
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
  const text = node.getSourceFile().text
  const comment = ts
    .getLeadingCommentRanges(text, node.getFullStart())
    ?.filter(({ pos }) => text.startsWith('/**', pos))
    .at(-1)
  return comment === undefined ? '' : `${text.slice(comment.pos, comment.end)}\n`
}

/** The parameters of a generic class or type, as they are declared and as they are passed on. */
function parametersOf(symbol: ts.Symbol): readonly [string, string] {
  const declared = symbol.declarations?.find(
    (node) => ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node),
  )?.typeParameters
  if (declared === undefined || declared.length === 0) return ['', '']
  // Another constraint may name types that the entry does not export.
  if (declared.some(({ constraint, default: fallback }) => fallback !== undefined || !isKeyword(constraint))) {
    throw new Error(`The type parameters of ${symbol.name} have constraints, which commonJsTypes.ts can't write yet.`)
  }
  const names = declared.map(({ name }) => name.text).join(', ')
  return [`<${declared.map((parameter) => parameter.getText()).join(', ')}>`, `<${names}>`]
}

const isKeyword = (node: ts.TypeNode | undefined): boolean => node === undefined || ts.isToken(node)

/** Whether a file exports a class as a type alone, so that there is no value to require. */
const isTypeOnly = (exported: ts.Symbol): boolean =>
  exported.declarations?.some((node) => ts.isExportSpecifier(node) && ts.isTypeOnlyExportDeclaration(node)) ?? false

function declarationsOf(file: string): string {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${file} has no exports. Run \`tsdown\` first.`)
  const types: string[] = []
  const values: string[] = []
  for (const exported of checker.getExportsOfModule(module)) {
    const { name } = exported
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
    if (!(symbol.flags & ts.SymbolFlags.Value) || isTypeOnly(exported)) {
      types.push(name)
      continue
    }
    values.push(`${commentOf(symbol)}export declare const ${name}: typeof esm.${name}`)
    if (!(symbol.flags & ts.SymbolFlags.Type)) continue
    const [declared, passed] = parametersOf(symbol)
    values.push(`export type ${name}${declared} = esm.${name}${passed}`)
  }
  const from = `from './${basename(file, '.d.ts')}.js' with { 'resolution-mode': 'import' }`
  return [
    ...(values.length > 0 ? [`import type * as esm ${from}`] : []),
    ...(types.length > 0 ? [`export type { ${types.sort().join(', ')} } ${from}`] : []),
    ...values,
    '',
  ].join('\n')
}

for (const file of files) writeFileSync(file.replace(/\.d\.ts$/, '.d.cts'), declarationsOf(file))
