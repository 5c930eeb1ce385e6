// The capabilities in a worker: the request body is the setting, the response body the results.
import { runAll } from './capabilities.mjs'

export default {
  fetch: async (request) => Response.json(await runAll(await request.json())),
}
