// Measures the client and compares it with targets: `npm run bench`, or `npm run bench -- --help` for parts and options.
import { measureParts } from './bench/measureParts.ts'
import { parts } from './bench/parts.ts'

// As users run it. Parts load urql, which has another form for development.
process.env['NODE_ENV'] ??= 'production'
process.exitCode = await measureParts(process.argv.slice(2), parts, process)
