import { defineConfig, type UserConfig } from 'tsdown'
import { bundledLicenses } from './scripts/build/bundledLicenses.ts'
import { compactModules } from './scripts/build/compactModules.ts'
import { documentModules } from './scripts/build/documentModules.ts'
import { firstChunks } from './scripts/build/firstChunks.ts'
import { importsOfCommonJs, requiresOfEsm } from './scripts/build/otherFormat.ts'
import { graphqlFallbackTypes, referToFallbackTypes } from './scripts/build/graphqlFallbackTypes.ts'

/** Names stay, so that stack traces can be read. */
const minified = { minify: { compress: true, mangle: { keepNames: true }, codegen: true } } as const

/** The declarations have the comments too. Bundlers read the annotations. */
const withoutComments = { comments: { jsdoc: false, annotation: true, legal: true } } as const

const shared: UserConfig = {
  // ES modules keep their names where they are installed. CommonJS is a second copy: for Jest, and for compilers that write it.
  format: { esm: { dts: {} }, cjs: { ...minified, dts: false } },
  target: 'es2022',
  fixedExtension: false,
  outputOptions: withoutComments,
  // These warnings depend on the load of the machine, not on the build.
  checks: { pluginTimings: false },
  // A program should have one copy of urql and graphql: its own.
  deps: { skipNodeModulesBundle: true },
}

/** Where the parts of `@labelbox-org/tools` are built. */
const tools = 'packages/tools/dist'

/** What `@labelbox-org/tools` installs, or finds beside it. */
const besideTools = ['graphql', 'libsql', '@graphql-tools/graphql-tag-pluck']

/** The command imports the built sandbox next to it in the package, instead of bundling a second copy. */
const ownSandbox = {
  name: 'own-sandbox',
  resolveId: (id: string) => {
    const entry = /^(?:\.\.\/)+(sandbox\/(?:index|startSandbox))\.ts$/.exec(id)?.[1]
    return entry === undefined ? undefined : { id: `../${entry}.js`, external: true }
  },
}

/**
 * Takes from undici what sends a request, from its files: half of its code is `fetch` and what belongs to it, which the
 * command does not use.
 */
const undiciParts = {
  name: 'undici-parts',
  resolveId: (id: string) => (id === 'undici' ? '\0undici-parts' : undefined),
  load: (id: string) =>
    id === '\0undici-parts'
      ? {
          code: [
            "import connect from 'undici/lib/api/api-connect.js'",
            "import Dispatcher from 'undici/lib/dispatcher/dispatcher.js'",
            "export { default as Agent } from 'undici/lib/dispatcher/agent.js'",
            "export { default as Pool } from 'undici/lib/dispatcher/pool.js'",
            "export { default as ProxyAgent } from 'undici/lib/dispatcher/proxy-agent.js'",
            // As the entry of undici does: proxies need it.
            'Object.assign(Dispatcher.prototype, { connect })',
          ].join('\n'),
          moduleSideEffects: true,
        }
      : undefined,
}

/** Packages bundled into the command, with their dependencies. The build fails for others, so that additions are reviewed. */
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
  ...['csv-parse', 'csv-stringify'],
  ...['@urql/core', '@0no-co/graphql.web', 'wonka'],
  ...['@graphql-inspector/core', 'dependency-graph', 'object-inspect', 'tslib', 'tinyglobby', 'fdir', 'picomatch'],
  ...['undici', 'yaml'],
]

/** The parts of GraphQL Code Generator that `@labelbox-org/tools/codegen` extends, with their dependencies. */
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

/** Leaves Relay's compiler out: it serves an option that `@labelbox-org/tools/codegen` does not have. */
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
      errors: 'src/errors/index.ts',
      operations: 'generated/operations.ts',
      'urql/index': 'src/urql/index.ts',
      'inviting/index': 'src/inviting/index.ts',
      'react/index': 'src/react/index.ts',
      'graphcache/index': 'src/graphcache/index.ts',
      'proxy/index': 'src/proxy/index.ts',
      'webhooks/index': 'src/webhooks/index.ts',
      'opentelemetry/index': 'src/opentelemetry/index.ts',
    },
    // These entries run in browsers and workers too, so they must not assume Node.
    platform: 'neutral',
    plugins: [graphqlFallbackTypes, documentModules(), compactModules],
    // What rolldown sets for these chunks, said here so that it does not warn.
    inputOptions: { preserveEntrySignatures: 'allow-extension' },
    outputOptions: {
      ...withoutComments,
      ...referToFallbackTypes(),
      codeSplitting: firstChunks(
        {
          entry: 'src/index.ts',
          client: 'src/labelbox.ts',
          urqlEntry: 'src/urql/index.ts',
          exchange: 'src/urql/labelboxClient.ts',
          proxy: 'src/proxy/index.ts',
          helpers: [
            'src/core/endpointOf.ts',
            'src/core/literalPages.ts',
            'src/core/errors.ts',
            'src/urql/combinedError.ts',
            'src/transport/connectionOptionNames.ts',
          ],
        },
        ['generated/operations.ts', 'src/webhooks/index.ts', 'src/opentelemetry/index.ts'],
      ),
    },
  },
  // Built separately, as the next ones: in a common build, a chunk of the client could load what needs Node.
  {
    ...shared,
    entry: { index: 'src/redis/index.ts' },
    outDir: 'dist/redis',
    platform: 'node',
    plugins: [compactModules],
  },
  {
    ...shared,
    entry: { index: 'src/undici/index.ts' },
    outDir: 'dist/undici',
    platform: 'node',
    plugins: [compactModules],
  },
  {
    ...shared,
    entry: { index: 'src/bulk/index.ts' },
    outDir: 'dist/bulk',
    platform: 'node',
    // The CSV parser is bundled: it is small and has no dependencies.
    plugins: [bundledLicenses, compactModules],
    outputOptions: { ...withoutComments, ...referToFallbackTypes('../') },
    deps: { onlyBundle: ['csv-parse'] },
  },
  {
    ...shared,
    entry: { index: 'src/sandbox/index.ts', startSandbox: 'src/sandbox/startSandbox.ts' },
    outDir: `${tools}/sandbox`,
    platform: 'node',
    // Programs under Jest need it as CommonJS.
    format: { esm: { dts: { emitDtsOnly: true } }, cjs: { ...minified, dts: false } },
    // The parser of uploads is bundled.
    plugins: [bundledLicenses, importsOfCommonJs],
    deps: { neverBundle: besideTools, onlyBundle: ['@fastify/busboy'] },
  },
  {
    ...shared,
    entry: { index: 'src/codegen/index.ts' },
    outDir: `${tools}/codegen`,
    ...minified,
    platform: 'node',
    format: 'esm',
    dts: true,
    // It extends classes of the generator that change between versions, so it bundles the version that it knows.
    plugins: [withoutRelay, bundledLicenses, requiresOfEsm],
    deps: { neverBundle: besideTools, onlyBundle: bundledInCodegen },
  },
  {
    ...shared,
    ...minified,
    entry: { main: 'src/cli/main.ts' },
    outDir: `${tools}/cli`,
    platform: 'node',
    format: 'esm',
    dts: false,
    // The library is bundled, with the packages that both need, so that the command starts fast and fits itself.
    plugins: [ownSandbox, documentModules(), undiciParts, bundledLicenses],
    deps: {
      neverBundle: besideTools,
      // Dependencies of the library, which the tools bring along.
      alwaysBundle: [/^undici\b/, /^@urql\/core\b/, /^@0no-co\/graphql\.web\b/, /^wonka\b/],
      onlyBundle: bundledInCommand,
    },
  },
])
