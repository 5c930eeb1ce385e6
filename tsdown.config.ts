import { defineConfig, type UserConfig } from 'tsdown'

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

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      errors: 'src/errors.ts',
      operations: 'generated/operations.ts',
      'urql/index': 'src/urql/index.ts',
      'webhooks/index': 'src/webhooks/index.ts',
      'opentelemetry/index': 'src/opentelemetry/index.ts',
    },
    // These run in browsers and workers too, so nothing may assume Node.
    platform: 'neutral',
  },
  // Built apart: in a common build the client may find a helper of its own in a chunk that loads the server's packages.
  { ...shared, entry: { index: 'src/sandbox/index.ts' }, outDir: 'dist/sandbox', platform: 'node' },
  { ...shared, entry: { index: 'src/redis/index.ts' }, outDir: 'dist/redis', platform: 'node' },
])
