import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { alias, patience } from './vitest.config.ts'

// Not part of `npm test`, because it needs Chromium: `apt-get install chromium`.
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['**/*.browser.test.ts'],
    ...patience,
    // Vitest's default leaves one core idle. Chromium waits most of the time.
    maxWorkers: availableParallelism(),
    hookTimeout: 120_000,
  },
})
