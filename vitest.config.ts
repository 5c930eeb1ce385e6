import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (entry: string, file: string) => ({
  find: new RegExp(`^${entry}$`),
  replacement: fileURLToPath(new URL(file, import.meta.url)),
})

/** The package's entries by name, as users import them, but from the source: a build may be absent, or stale. */
export const alias = [
  source('labelbox-org', 'src/index.ts'),
  source('labelbox-org/errors', 'src/core/errors.ts'),
  source('labelbox-org/operations', 'generated/operations.ts'),
  source('labelbox-org/urql', 'src/urql/index.ts'),
  source('labelbox-org/webhooks', 'src/webhooks/index.ts'),
  source('labelbox-org/opentelemetry', 'src/opentelemetry/index.ts'),
  source('labelbox-org/sandbox', 'src/sandbox/index.ts'),
  source('labelbox-org/redis', 'src/redis/index.ts'),
  source('labelbox-org/bulk', 'src/bulk/index.ts'),
  source('labelbox-org/codegen', 'src/codegen/index.ts'),
  // The file that Node gives to packages which import graphql: schemas from a second copy are refused.
  { find: /^graphql$/, replacement: 'graphql/index.js' },
]

export default defineConfig(({ mode }) => ({
  resolve: { alias },
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'examples/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/*.browser.test.ts', '**/*.redis.test.ts', '**/*.runtime.test.ts'],
    // A limit for what hangs, not for what is slow: many tests start processes of their own, on machines that are busy.
    testTimeout: 60_000,
    // Vitest leaves one core free, which on a machine with two is half of it.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // `npm run test:all` runs the long forms of what `npm test` runs short; see test/support/long.ts.
    env: mode === 'long' ? { LONG: '1' } : {},
    coverage: {
      include: ['core', 'transport', 'lists', 'organization', 'webhooks'].map((layer) => `src/${layer}/**/*.ts`),
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'html'],
    },
    // `npm run types` reads the type tests too; here their expectations fail one by one.
    typecheck: {
      enabled: mode === 'long',
      include: ['src/**/*.test-d.ts', 'test/**/*.test-d.ts'],
      tsconfig: 'tsconfig.json',
    },
  },
}))
