// Applies a new schema to this repository, and prints which exported types and methods change: `npm run schema:apply`.
import { parseArgs } from 'node:util'
import { applySchema } from './schema/applySchema.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { 'dry-run': { type: 'boolean', default: false } },
})
const { code, stdout, stderr } = await applySchema(positionals, values['dry-run'])
process.stderr.write(stderr)
process.stdout.write(stdout)
process.exitCode = code
