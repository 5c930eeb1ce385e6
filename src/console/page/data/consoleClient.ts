import { createLabelboxClient } from '../../../urql/index.ts'
import { watchedFetch } from './reachability.ts'

/**
 * The page's client. Its requests go to the console's server, which has the key. Somebody is waiting, so a long
 * `Retry-After` soon becomes a message with a button.
 */
export const consoleClient = createLabelboxClient({
  endpoint: '/graphql',
  trustedDocuments: true,
  fetch: watchedFetch,
  retry: { maxAttempts: 3, maxRetryAfterMs: 5000 },
})
