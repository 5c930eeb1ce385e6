import { defineConfig, type UserConfig } from 'tsdown'
import { graphqlFallbackTypes, referToFallbackTypes } from './scripts/build/graphqlFallbackTypes.ts'
import { bundledLicenses } from './scripts/build/bundledLicenses.ts'

const shared: UserConfig = {
  format: ['esm', 'cjs'],
  target: 'es2022',
  dts: true,
  fixedExtension: false,
  // It depends on how busy the machine is, and says nothing about the build.
  checks: { pluginTimings: false },
  // One copy of urql and of graphql in the program that uses this: theirs.
  deps: { skipNodeModulesBundle: true },
}

/** The command stands on the built library, beside it in the package, and on no second copy of it. */
const ownEntries = {
  name: 'own-entries',
  resolveId: (id: string) => {
    const entry = /^(?:\.\.\/)+(index|urql\/index|sandbox\/run|bulk\/index)\.ts$/.exec(id)?.[1]
    return entry === undefined ? undefined : { id: `../${entry}.js`, external: true }
  },
}

/** What comes along in the command: what it uses, and what that uses. Anything new here is looked at before it is shipped. */
const bundledInCommand = [
  ...['@commander-js/extra-typings', 'commander'],
  ...[
    '@clack/prompts',
    '@clack/core',
    'fast-string-truncated-width',
    'fast-string-width',
    'fast-wrap-ansi',
    'sisteransi',
  ],
  ...['cli-progress', 'string-width', 'strip-ansi', 'ansi-regex', 'emoji-regex', 'is-fullwidth-code-point'],
  'csv-stringify',
  ...['@graphql-inspector/core', 'dependency-graph', 'object-inspect', 'tslib', 'tinyglobby', 'fdir', 'picomatch'],
]

/** The parts of GraphQL Code Generator that `labelbox-org/codegen` extends, and what they use. */
const bundledInCodegen = [
  ...['@graphql-codegen/plugin-helpers', '@graphql-codegen/typescript-operations', '@graphql-codegen/schema-ast'],
  ...['@graphql-codegen/visitor-plugin-common', '@graphql-tools/optimize', '@graphql-tools/utils'],
  ...['auto-bind', 'change-case-all', 'cross-inspect', 'dependency-graph', 'graphql-tag', 'parse-filepath'],
  ...[
    'is-absolute',
    'is-relative',
    'is-unc-path',
    'is-windows',
    'map-cache',
    'path-root',
    'path-root-regex',
    'tslib',
    'unc-path-regex',
  ],
]

/** Relay's compiler optimizes documents for an option that `labelbox-org/codegen` does not have. */
const withoutRelay = {
  name: 'without-relay',
  resolveId: (id: string) => (id === '@graphql-tools/relay-operation-optimizer' ? `\0${id}` : undefined),
  load: (id: string) =>
    id === '\0@graphql-tools/relay-operation-optimizer' ? 'export const optimizeDocuments = undefined' : undefined,
}

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      errors: 'src/core/errors.ts',
      operations: 'generated/operations.ts',
      'urql/index': 'src/urql/index.ts',
      'webhooks/index': 'src/webhooks/index.ts',
      'opentelemetry/index': 'src/opentelemetry/index.ts',
    },
    // These run in browsers and workers too, so nothing may assume Node.
    platform: 'neutral',
    plugins: [graphqlFallbackTypes],
    outputOptions: referToFallbackTypes(),
  },
  // Built apart: in a common build the client may find a helper of its own in a chunk that loads the server's packages.
  {
    ...shared,
    entry: { index: 'src/sandbox/index.ts', run: 'src/sandbox/run.ts' },
    outDir: 'dist/sandbox',
    platform: 'node',
    // It reads uploads with what it brings along.
    plugins: [bundledLicenses],
    deps: { onlyBundle: ['@fastify/busboy'] },
  },
  { ...shared, entry: { index: 'src/redis/index.ts' }, outDir: 'dist/redis', platform: 'node' },
  {
    ...shared,
    entry: { index: 'src/codegen/index.ts' },
    outDir: 'dist/codegen',
    platform: 'node',
    // It finds the schema beside it, by a way of its own in each kind of module.
    shims: true,
    // It extends classes of the generator's that change from version to version, so it brings along those that it knows.
    plugins: [withoutRelay, bundledLicenses],
    deps: { onlyBundle: bundledInCodegen },
  },
  {
    ...shared,
    entry: { index: 'src/bulk/index.ts' },
    outDir: 'dist/bulk',
    platform: 'node',
    // It reads CSV with what it brings along, which is small and needs nothing else.
    plugins: [bundledLicenses],
    outputOptions: referToFallbackTypes('../'),
    deps: { onlyBundle: ['csv-parse'] },
  },
  {
    ...shared,
    entry: { main: 'src/cli/main.ts' },
    outDir: 'dist/cli',
    platform: 'node',
    format: 'esm',
    dts: false,
    // The command brings along what only it needs; whoever installs the library for a program gets nothing else.
    plugins: [ownEntries, bundledLicenses],
    deps: { onlyBundle: bundledInCommand },
  },
])
