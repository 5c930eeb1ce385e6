import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import ts from 'typescript'

/** A declaration: the file that it stands in and its name, of a method `Class.method`. */
export type Declaration = `${string}#${string}`

/** What each declaration of the sources names, itself and no further. */
export interface References {
  readonly named: ReadonlyMap<Declaration, ReadonlySet<Declaration>>
  readonly classes: ReadonlySet<Declaration>
}

/** What a context holds ready is asked for by property, and says no more where it comes from. */
const held: Readonly<Record<string, readonly [file: string, name: string]>> = {
  roles: ['src/organization/roles/roles.ts', 'getRoles'],
  currentUser: ['src/organization/members/users.ts', 'getUser'],
}

/** Reads a source file and all that it imports, and says which declaration names which. It reads names, not types. */
export function readReferences(entry: string): References {
  const found = { named: new Map<Declaration, Set<Declaration>>(), classes: new Set<Declaration>() }
  const seen = new Set<string>()
  const waiting = [resolve(entry)]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    waiting.push(...readFile(file, found))
  }
  return found
}

/** Everything that can be reached from a declaration, over any number of others but those to stop at. */
export function reach(
  { named }: References,
  from: Declaration,
  stopAt: ReadonlySet<Declaration> = new Set(),
): ReadonlySet<Declaration> {
  const reached = new Set<Declaration>([from])
  for (const declaration of reached) {
    if (!stopAt.has(declaration)) for (const next of named.get(declaration) ?? []) reached.add(next)
  }
  return reached
}

const at = (file: string, name: string): Declaration => `${file}#${name}`

interface Found {
  readonly named: Map<Declaration, Set<Declaration>>
  readonly classes: Set<Declaration>
}

function readFile(file: string, { named, classes }: Found): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const target = (specifier: ts.Node): string | undefined =>
    ts.isStringLiteral(specifier) && specifier.text.startsWith('.') ? resolve(dirname(file), specifier.text) : undefined
  const known = new Map<string, Declaration>()
  const imported: string[] = []
  const note = (from: string, node: ts.Node) => {
    named.set(at(file, from), collect(node, known, target, imported))
  }
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) {
      for (const name of namesOf(statement)) known.set(name, at(file, name))
      continue
    }
    const from = target(statement.moduleSpecifier)
    const bindings = statement.importClause?.namedBindings
    if (from === undefined || !bindings || !ts.isNamedImports(bindings)) continue
    imported.push(from)
    for (const { name, propertyName } of bindings.elements) known.set(name.text, at(from, (propertyName ?? name).text))
  }
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement)) {
      const from = statement.moduleSpecifier && target(statement.moduleSpecifier)
      if (from === undefined || !statement.exportClause || !ts.isNamedExports(statement.exportClause)) continue
      imported.push(from)
      for (const { name, propertyName } of statement.exportClause.elements) {
        named.set(at(file, name.text), new Set([at(from, (propertyName ?? name).text)]))
      }
      continue
    }
    if (ts.isClassDeclaration(statement) && statement.name) classes.add(at(file, statement.name.text))
    if (ts.isClassDeclaration(statement) && statement.name && isFacade(statement.name.text)) {
      for (const member of statement.members) {
        if (ts.isMethodDeclaration(member) && ts.isIdentifier(member.name)) {
          note(`${statement.name.text}.${member.name.text}`, member)
        }
      }
    } else {
      for (const name of namesOf(statement)) note(name, statement)
    }
  }
  return imported
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []))
  }
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement)
  return isNamed && statement.name ? [statement.name.text] : []
}

function collect(
  root: ts.Node,
  known: ReadonlyMap<string, Declaration>,
  target: (specifier: ts.Node) => string | undefined,
  imported: string[],
): Set<Declaration> {
  const refs = new Set<Declaration>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const declaration = isMemberName(node) ? undefined : known.get(node.text)
      if (declaration !== undefined) refs.add(declaration)
      return
    }
    const loaded = dynamicImport(node)
    const file = loaded && target(loaded)
    if (file !== undefined && ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
      imported.push(file)
      for (const { name, propertyName } of node.name.elements) refs.add(at(file, (propertyName ?? name).getText()))
    }
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'get') {
      const [holder, name] = (ts.isPropertyAccessExpression(node.expression) && held[node.expression.name.text]) || []
      if (holder !== undefined && name !== undefined) refs.add(at(resolve(holder), name))
    }
    // Who picks an id from a record is not touched by the rest of it.
    if (ts.isTypeReferenceNode(node) && node.typeName.getText() === 'Pick') return
    ts.forEachChild(node, visit)
  }
  visit(root)
  return refs
}

/** The specifier of `const { ... } = await import('...')`. */
function dynamicImport(node: ts.Node): ts.Node | undefined {
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isAwaitExpression(node.initializer)) return undefined
  const call = node.initializer.expression
  return ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.ImportKeyword
    ? call.arguments[0]
    : undefined
}

/** Each of its methods stands for itself; of other classes all is taken together. */
const isFacade = (name: string): boolean => name === 'Organization' || name === 'Labelbox'

const isMemberName = (node: ts.Identifier): boolean => {
  const { parent } = node
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node)
  )
}
