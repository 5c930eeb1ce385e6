import ts from 'typescript'

/** The declaration files of the package, as a user's compiler reads them. */
export const declarationProgram = (files: readonly string[]): ts.Program =>
  ts.createProgram(files, {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    types: [],
    skipLibCheck: true,
  })
