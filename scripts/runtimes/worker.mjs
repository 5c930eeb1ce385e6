// The capabilities in a worker: the request's body is the setting, the response's the results.
import { runAll } from './capabilities.mjs'

export default {
  fetch: async (request) => Response.json(await runAll(await request.json())),
}
