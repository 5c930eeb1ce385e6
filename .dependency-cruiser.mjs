/** What each layer of `src` may use besides itself; types count. Each folder's README says the same in words. */
const layers = {
  core: ['core'],
  transport: ['core', 'transport'],
  lists: ['core', 'transport', 'lists'],
  organization: ['core', 'transport', 'lists', 'organization'],
  webhooks: ['core', 'webhooks'],
  opentelemetry: ['core', 'transport', 'opentelemetry'],
  redis: ['core', 'transport', 'redis'],
  urql: ['core', 'transport', 'lists', 'urql'],
  bulk: ['core', 'organization', 'bulk'],
  // The sandbox has to be able to prove the client wrong, so it has no code of the client's.
  sandbox: ['sandbox'],
  codegen: ['schema', 'codegen'],
}

const production = '\\.test(-d)?\\.ts$|/testing[A-Za-z]*\\.ts$'

export default {
  forbidden: [
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    ...Object.entries(layers).map(([layer, allowed]) => ({
      name: `layer-${layer}`,
      severity: 'error',
      from: { path: `^src/${layer}/`, pathNot: production },
      to: { path: '^(src|scripts|test|examples)/', pathNot: `^src/(${allowed.join('|')})/` },
    })),
    {
      name: 'organization-root-knows-no-resource',
      severity: 'error',
      from: { path: '^src/organization/[^/]+\\.ts$', pathNot: `${production}|organization/organization\\.ts$` },
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
      from: { path: '^src/', pathNot: production },
      to: { path: '^(scripts|test|examples)/' },
    },
  ],
  options: {
    // Types make a circle as well: who reads one of the files has to read them all.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: production },
  },
}
