// Applies a new schema to this repository, and prints which exported types and methods change: `npm run schema:apply`.
import { parseArgs } from 'node:util'
import { InvalidArgumentError } from '@commander-js/extra-typings'
import { exitCodes } from '../src/cli/exitCodes.ts'
import { newNames } from '../src/cli/input/optionParsers.ts'
import { applySchema } from './schema/applySchema.ts'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    'dry-run': { type: 'boolean', default: false },
    partial: { type: 'boolean', default: false },
    rename: { type: 'string', multiple: true, default: [] },
  },
})
try {
  const renames = values.rename.reduce<ReadonlyMap<string, string>>((before, text) => newNames(text, before), new Map())
  const options = { dryRun: values['dry-run'], partial: values.partial, renames }
  const { code, stdout, stderr } = await applySchema(positionals, options)
  process.stderr.write(stderr)
  process.stdout.write(stdout)
  process.exitCode = code
} catch (error) {
  if (!(error instanceof InvalidArgumentError)) throw error
  process.stderr.write(`--rename: ${error.message}\n`)
  process.exitCode = exitCodes.usage
}
