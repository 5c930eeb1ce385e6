import { defineConfig } from 'vitest/config'

// Apart from `npm test`, because it needs Chromium on the machine: `apt-get install chromium`.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ['**/*.browser.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
