// Checks the operations of this repository, and that generated/ is up to date: `npm run schema:check`.
import { parseArgs } from 'node:util'
import { Invocation } from '../src/cli/invocation.ts'
import { processIo } from '../src/cli/io.ts'
import { printResult } from '../src/cli/output/print.ts'
import { checkRepository } from './schema/checkRepository.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
const invocation = new Invocation(processIo())
await printResult(invocation, await checkRepository(), values.json)
process.exitCode = invocation.exitCode
