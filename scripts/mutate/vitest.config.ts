import { defineConfig } from 'vitest/config'
import { alias, patience } from '../../vitest.config.ts'

/** Runs the tests of the folder whose code is changed, and those that `--tests` adds. */
export default defineConfig({
  resolve: { alias },
  test: {
    include: JSON.parse(process.env['MUTATE_TESTS'] ?? '[]') as string[],
    exclude: [
      ...['**/node_modules/**', '**/*.browser.test.ts', '**/*.redis.test.ts', '**/*.runtime.test.ts'],
      // Runs the code in another process, which is not changed.
      '**/steadiness.test.ts',
      // With the counters of changed code, it does not end in time.
      '**/hugeAnswers.test.ts',
      // It measures time, of which changed code takes more.
      '**/schema/performance.test.ts',
    ],
    setupFiles: ['scripts/mutate/sameValues.ts'],
    ...patience,
    // Some changes keep a test waiting, each to the end of its patience.
    testTimeout: 20_000,
    expect: { poll: { timeout: 5000 } },
    retry: 0,
  },
})
