import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { typescripts } from '../package/typescripts.ts'
import type { Manager } from './managers.ts'

const repository = resolve(import.meta.dirname, '../..')
const { devDependencies: pinned } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
  readonly devDependencies: Readonly<Record<string, string>>
}

/** A project that types operations of its own. */
export interface Setup {
  readonly name: string
  /** The example that it is a copy of. */
  readonly example: string
  /** Where the example's files are in the project. */
  readonly folder: string
  /** The command that generates types, in the project's folder. */
  readonly generate: readonly [command: string, ...args: string[]]
  readonly main: string
  /** What it prints. */
  readonly printed: RegExp
  /** What its README tells to install, beside this repository's packages. */
  readonly dependencies: readonly string[]
}

/** The file of each packed package, by its name. */
export type Tarballs = Readonly<Record<string, string>>

const generator = ['@graphql-codegen/cli', 'graphql']
const codegen = ['graphql-codegen'] as const
const members = /^\S+@example\.com /m

export const setups: readonly Setup[] = [
  {
    name: 'plain',
    example: 'own-operations',
    folder: '.',
    generate: codegen,
    main: 'src/main.ts',
    printed: members,
    dependencies: generator,
  },
  {
    name: 'monorepo',
    example: 'own-operations',
    folder: 'packages/app',
    generate: codegen,
    main: 'src/main.ts',
    printed: members,
    dependencies: generator,
  },
  {
    name: 'near-operation-file',
    example: 'near-operation-file',
    folder: '.',
    generate: codegen,
    main: 'src/main.ts',
    printed: /^urgent /m,
    dependencies: generator,
  },
  {
    name: 'client-preset',
    example: 'client-preset',
    folder: '.',
    generate: codegen,
    main: 'src/main.ts',
    printed: members,
    dependencies: [...generator, '@graphql-codegen/client-preset', '@graphql-typed-document-node/core'],
  },
  {
    name: 'gql-tada',
    example: 'gql-tada',
    folder: '.',
    generate: ['gql-tada', 'generate-output'],
    main: 'main.ts',
    printed: members,
    dependencies: ['gql.tada', 'graphql'],
  },
]

const compilerOptions = {
  target: 'ES2022',
  lib: ['ES2023', 'ESNext.Disposable', 'DOM', 'DOM.Iterable'],
  module: 'ESNext',
  moduleResolution: 'Bundler',
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Writes a project, without what has to be generated. Returns the folder with the example. */
export function writeProject(project: string, setup: Setup, manager: Manager, tarballs: Tarballs): string {
  const app = join(project, setup.folder)
  mkdirSync(app, { recursive: true })
  cpSync(join(repository, 'examples', setup.example), app, {
    recursive: true,
    filter: (file) => !/\.test\.ts$|generated\.ts$|src\/gql(?:\/|$)|README\.md$|package\.json$/.test(file),
  })
  const dependencies = Object.fromEntries(
    ['typescript', 'tsx', '@types/node', ...setup.dependencies].map((name) => [name, pinned[name]] as const),
  )
  const compilers = manager.hasAliases
    ? Object.entries(typescripts).map(([name, version]) => [`typescript-${name}`, `npm:typescript@${version}`] as const)
    : []
  const packed = Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`] as const)
  const own = { ...Object.fromEntries([...packed, ...compilers]), ...dependencies }
  writeJson(join(app, 'package.json'), {
    name: 'app',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: own,
  })
  if (app !== project) {
    writeJson(join(project, 'package.json'), { name: 'whole', private: true, workspaces: ['packages/*'] })
  }
  for (const [name, text] of Object.entries(manager.files)) writeFileSync(join(project, name), text)
  const tada = { name: 'gql.tada/ts-plugin', schema: './schema.graphql', tadaOutputLocation: './graphql-env.d.ts' }
  writeJson(join(app, 'tsconfig.json'), {
    compilerOptions: { ...compilerOptions, ...(setup.example === 'gql-tada' && { plugins: [tada] }) },
    exclude: ['codegen.ts'],
  })
  return app
}

/** Names another version of TypeScript in a project. */
export function setTypescript(app: string, version: string): void {
  const file = join(app, 'package.json')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/"typescript": "[^"]*"/, `"typescript": "${version}"`))
}

function writeJson(file: string, value: object): void {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, JSON.stringify(value, null, 2))
}
