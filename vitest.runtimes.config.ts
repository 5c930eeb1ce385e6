import { defineConfig } from 'vitest/config'
import { alias } from './vitest.config.ts'

// Apart from `npm test`, because it installs other runtimes from npm, the first time.
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['**/*.runtime.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
