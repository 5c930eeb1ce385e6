/** What each layer of `src` may use besides itself; types count. Each folder's README says the same in words. */
const layers = {
  core: ['core'],
  transport: ['core', 'transport'],
  lists: ['core', 'transport', 'lists'],
  errors: ['core', 'errors'],
  organization: ['core', 'transport', 'lists', 'organization'],
  webhooks: ['core', 'webhooks'],
  opentelemetry: ['core', 'transport', 'opentelemetry'],
  redis: ['core', 'transport', 'redis'],
  undici: ['core', 'transport', 'undici'],
  urql: ['core', 'transport', 'lists', 'urql'],
  react: ['core', 'inviting', 'react'],
  graphcache: ['core', 'graphcache'],
  proxy: ['core', 'transport', 'lists', 'proxy'],
  rows: ['core', 'organization', 'rows'],
  bulk: ['core', 'organization', 'rows', 'bulk'],
  // The sandbox has to be able to prove the client wrong, so it has no code of the client's.
  sandbox: ['sandbox'],
  codegen: ['core', 'schema', 'codegen'],
}

/** Layers whose rule stands below. */
const special = ['schema', 'inviting', 'cli', 'console']

/** The folders of `src/schema`, from the lowest up. */
const schemaTools = ['documents|sdl', 'files', 'diff', 'impact', 'apply|check|pull', 'reports', 'probe', 'verify']

const tests = '\\.test(-d)?\\.tsx?$|/testing[A-Za-z]*\\.ts$'

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: { pathNot: tests }, to: { circular: true } },
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `layer-${layer}`,
      severity: 'error',
      from: { path: `^src/${layer}/`, pathNot: tests },
      to: { path: '^(src|scripts|test|examples)/', pathNot: `^src/(${allowed.join('|')})/` },
    })),
    {
      name: 'layer-of-each-folder',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: `^src/(${[...Object.keys(layers), ...special].join('|')})/` },
      to: {},
    },
    {
      name: 'layer-schema',
      severity: 'error',
      from: { path: '^src/schema/', pathNot: tests },
      // The client's entry, the table of what its methods send, and the type names that the cache needs.
      to: {
        path: '^src/',
        pathNot: '^src/((core|transport|schema)/|index\\.ts$|organization/usage\\.ts$|graphcache/neededTypes\\.ts$)',
      },
    },
    {
      name: 'layer-console-page',
      severity: 'error',
      from: { path: '^src/console/page/', pathNot: tests },
      // The server's types of what it sends.
      to: {
        path: '^(src|scripts|test|examples)/',
        pathNot:
          '^src/((core|inviting|lists|organization|react|rows|urql|console/page)/|(index|labelbox)\\.ts$|console/server/(activityLog|consolePlace)\\.ts$)',
      },
    },
    {
      name: 'layer-console-server',
      severity: 'error',
      from: { path: '^src/console/server/', pathNot: tests },
      to: { path: '^(src|scripts|test|examples)/', pathNot: '^src/(core|transport|proxy|console/server)/' },
    },
    {
      name: 'layer-inviting',
      severity: 'error',
      from: { path: '^src/inviting/', pathNot: tests },
      // It sends through the facade.
      to: { path: '^src/', pathNot: '^src/((core|transport|organization|inviting)/|labelbox\\.ts$)' },
    },
    ...schemaTools.slice(1).map((above, index) => ({
      name: 'schema-tools-import-only-what-is-below',
      severity: 'error',
      from: { path: `^src/schema/(${schemaTools[index]})/`, pathNot: tests },
      to: { path: `^src/schema/(${schemaTools.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'no-tests-in-production',
      severity: 'error',
      // What `npm run mutate` hands to Vitest runs in tests only.
      from: { path: '^(src|scripts)/', pathNot: [tests, '^scripts/mutate/(vitest\\.config|sameValues)\\.ts$'] },
      to: { path: `${tests}|node_modules/(vitest|fast-check)/` },
    },
    {
      name: 'organization-root-knows-no-resource',
      severity: 'error',
      from: { path: '^src/organization/[^/]+\\.ts$', pathNot: `${tests}|organization/organization\\.ts$` },
      to: { path: '^src/organization/[^/]+/' },
    },
    {
      name: 'client-is-below-its-tools',
      severity: 'error',
      from: { path: '^src/(labelbox|index)\\.ts$' },
      to: { path: '^src/', pathNot: '^src/(core|transport|lists|organization|labelbox)(/|\\.ts$)' },
    },
    {
      name: 'command-is-on-top',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    {
      name: 'no-scripts-in-the-package',
      severity: 'error',
      from: { path: '^src/', pathNot: tests },
      to: { path: '^(scripts|test|examples)/' },
    },
  ],
  options: {
    // Types make a circle as well: who reads one of the files has to read them all.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  },
}
