// The capabilities as a program: the setting is the argument, the results are a line of JSON.
import { argv } from 'node:process'
import { createRequire } from 'node:module'
import { runAll } from './capabilities.mjs'

const results = await runAll(JSON.parse(argv[2]))
try {
  const { Labelbox } = createRequire(import.meta.url)('labelbox-org')
  results.require = typeof Labelbox === 'function' ? 'ok' : 'require() gives no Labelbox.'
} catch (error) {
  results.require = String(error)
}
console.log(JSON.stringify(results))
// Connections that are kept alive would keep some runtimes from ending.
process.exit(0)
