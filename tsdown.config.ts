import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    errors: 'src/errors.ts',
    operations: 'generated/operations.ts',
    'urql/index': 'src/urql/index.ts',
    'sandbox/index': 'src/sandbox/index.ts',
  },
  format: ['esm', 'cjs'],
  // All but the sandbox runs in browsers and workers too, so nothing may assume Node.
  platform: 'neutral',
  target: 'es2022',
  dts: true,
  sourcemap: false,
  clean: true,
  // One copy of urql and of graphql in the program that uses this: theirs.
  deps: { skipNodeModulesBundle: true },
})
