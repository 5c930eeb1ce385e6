import { relative, resolve } from 'node:path'
import ts from 'typescript'

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
  paths: {
    'labelbox-org': [resolve('src/index.ts')],
    'labelbox-org/operations': [resolve('generated/operations.ts')],
  },
  allowImportingTsExtensions: true,
}

/** TypeScript's errors in files that exist only in memory. All files form one program, because each program takes a second. */
export function typeErrors(files: Readonly<Record<string, string>>): readonly string[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [resolve(name), text]))
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (file) => texts.has(file) || host.fileExists(file),
    readFile: (file) => texts.get(file) ?? host.readFile(file),
    getSourceFile: (file, version) => {
      const text = texts.get(file)
      return text === undefined ? host.getSourceFile(file, version) : ts.createSourceFile(file, text, version)
    },
  })
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path)
    const errors = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return errors.map(({ messageText, start = 0 }) => {
      const line = file?.text.slice(0, start).split('\n').length ?? 0
      const text = file?.text.split('\n')[line - 1]?.slice(0, 300) ?? ''
      return `${relative('.', path)}:${String(line)} ${ts.flattenDiagnosticMessageText(messageText, ' ')}\n${text}`
    })
  })
}
