import { defineConfig } from 'vitest/config'
import { alias } from './vitest.config.ts'

// Apart from `npm test`, because it needs a Redis on the machine: `apt-get install redis-server`.
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['**/*.redis.test.ts'],
    testTimeout: 60_000,
  },
})
