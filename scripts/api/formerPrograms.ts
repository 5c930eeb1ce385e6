import { dirname, join, normalize } from 'node:path'
import ts from 'typescript'

/** A mistake that TypeScript finds in a file of the last release. */
export interface Mistake {
  /** The file, from the root of the repository, and the line. */
  readonly place: string
  readonly message: string
  /** Whether an expectation of a type test fails, which a program of a user does not have. */
  readonly isExpectation: boolean
}

/** What compiling the last release's programs found. */
export interface Compiled {
  readonly files: readonly string[]
  readonly mistakes: readonly Mistake[]
}

/** What `expectTypeOf` and `@ts-expect-error` lead to where a type has become another one, as a wider one does too. */
const expectationCodes: ReadonlySet<number> = new Set([
  2344, // Type '…' does not satisfy the constraint '…'.
  2349, // This expression is not callable.
  2554, // Expected 1 arguments, but got 0.
  2578, // Unused '@ts-expect-error' directive.
])

const isOwn = (specifier: string): boolean => /^(?:labelbox-org|@labelbox-org\/tools)(?:\/|$)/.test(specifier)
const isRelative = (specifier: string): boolean => specifier.startsWith('.')
const isTypeTest = (path: string): boolean => path.endsWith('.test-d.ts')

/**
 * Compiles the examples and type tests of the last release with the source of today, as the programs of users are compiled with
 * the next release.
 *
 * @param root - The folder of the repository, with its `tsconfig.json` and packages.
 * @param former - The TypeScript files of the last release, by path.
 */
export function compileFormerPrograms(root: string, former: ReadonlyMap<string, string>): Compiled {
  // No such folder exists. Files in it find the packages of the repository, and each other.
  const folder = join(root, 'former-release')
  const texts = new Map([...former].map(([path, text]) => [join(folder, path), text]))
  const folders = new Set<string>()
  for (const path of texts.keys()) {
    for (let each = dirname(path); each !== root; each = dirname(each)) folders.add(each)
  }

  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile.bind(ts.sys)) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root)
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    getCurrentDirectory: () => root,
    fileExists: (file) => texts.has(file) || disk.fileExists(file),
    directoryExists: (name) => folders.has(name) || ts.sys.directoryExists(name),
    readFile: (file) => texts.get(file) ?? disk.readFile(file),
    getSourceFile: (file, language) => {
      const text = texts.get(file)
      return text === undefined ? disk.getSourceFile(file, language) : ts.createSourceFile(file, text, language)
    },
  }
  const isInstalled = (specifier: string, path: string): boolean =>
    specifier.startsWith('node:') ||
    ts.resolveModuleName(specifier, join(folder, path), options, host).resolvedModule !== undefined

  const files = programsIn(former, isInstalled)
  const ambient = [...former.keys()].filter((path) => path.endsWith('.d.ts'))
  const program = ts.createProgram(
    [...files, ...ambient].map((path) => join(folder, path)),
    options,
    host,
  )
  const mistakes = files.flatMap((path) => {
    const source = program.getSourceFile(join(folder, path))
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ code, messageText, start = 0 }) => ({
      place: `${path}:${(source?.getLineAndCharacterOfPosition(start).line ?? 0) + 1}`,
      message: ts.flattenDiagnosticMessageText(messageText, '\n'),
      isExpectation: isTypeTest(path) && expectationCodes.has(code),
    }))
  })
  return { files, mistakes }
}

/**
 * The files that stand for programs of users: examples without their tests, and type tests of public entries alone. Examples in Vue
 * and Svelte, which TypeScript can't read, are left out, and those whose packages are not installed.
 */
function programsIn(
  former: ReadonlyMap<string, string>,
  isInstalled: (specifier: string, path: string) => boolean,
): readonly string[] {
  const imports = new Map(
    [...former].map(([path, text]) => [
      path,
      ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName),
    ]),
  )
  const fileOf = (specifier: string, path: string): string | undefined => {
    const target = normalize(join(dirname(path), specifier))
    return [target, `${target}.ts`, `${target}.tsx`, `${target}/index.ts`].find((each) => former.has(each))
  }
  const isTaken = (path: string, seen: ReadonlySet<string>): boolean =>
    seen.has(path) ||
    (imports.get(path) ?? []).every((specifier) => {
      if (isOwn(specifier) || /\.(?:css|json)$/.test(specifier)) return true
      if (!isRelative(specifier)) return isInstalled(specifier, path)
      const target = fileOf(specifier, path)
      // The tests' helpers, and the configuration of vitest.
      if (target === undefined || /^test\/|^vitest\.|\.test\.tsx?$/.test(target)) return false
      return !target.startsWith('examples/') || isTaken(target, new Set([...seen, path]))
    })
  return [...former.keys()].filter((path) => {
    if (path.endsWith('.d.ts')) return false
    if (isTypeTest(path)) return !imports.get(path)?.some(isRelative)
    return path.startsWith('examples/') && !/\.test\.tsx?$/.test(path) && isTaken(path, new Set())
  })
}
