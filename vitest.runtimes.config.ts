import { defineConfig } from 'vitest/config'
import { alias, patience } from './vitest.config.ts'

// Not part of `npm test`, because its first run installs other runtimes from npm.
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['**/*.runtime.test.ts'],
    ...patience,
    hookTimeout: 120_000,
  },
})
