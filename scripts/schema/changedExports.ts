import ts from 'typescript'

/** How the exports of a module differ from those of its former text, comments aside. Each list is sorted. */
export interface ChangedExports {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

export function changedExports(before: string, after: string): ChangedExports {
  const [old, now] = [exportsOf(before), exportsOf(after)]
  return {
    added: [...now.keys()].filter((name) => !old.has(name)).sort(),
    removed: [...old.keys()].filter((name) => !now.has(name)).sort(),
    changed: [...old.keys()].filter((name) => now.has(name) && now.get(name) !== old.get(name)).sort(),
  }
}

/** The text of each export without comments and line breaks. */
function exportsOf(text: string): ReadonlyMap<string, string> {
  const source = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest)
  const printer = ts.createPrinter({ removeComments: true })
  const found = new Map<string, string>()
  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
    if (isExported !== true) continue
    const printed = printer.printNode(ts.EmitHint.Unspecified, statement, source)
    const names = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name)
      : ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
        ? [statement.name]
        : []
    for (const name of names) found.set(name.getText(source), printed)
  }
  return found
}
