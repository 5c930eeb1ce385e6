import { defineConfig } from 'vitest/config'
import { alias, patience } from './vitest.config.ts'

// Not part of `npm test`, because it needs Redis: `apt-get install redis-server`.
export default defineConfig({
  resolve: { alias },
  test: {
    include: ['**/*.redis.test.ts'],
    ...patience,
  },
})
