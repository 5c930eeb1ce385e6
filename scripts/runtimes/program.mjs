// The capabilities as a program: its argument is the setting, its output the results as a line of JSON.
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
// Keep-alive connections would keep some runtimes from exiting.
process.exit(0)
