import { createLabelboxClient } from '../../../urql/index.ts'
import { watchedFetch } from './reachability.ts'

/** The page's client. Its requests go to the console's server, which has the key. */
export const consoleClient = createLabelboxClient({
  endpoint: '/graphql',
  fetch: watchedFetch,
  trustedDocuments: false,
})
