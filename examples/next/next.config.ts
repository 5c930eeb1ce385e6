import type { NextConfig } from 'next'

// As create-next-app sets them.
export default {
  cacheComponents: true,
  partialPrefetching: true,
} satisfies NextConfig
