// Checks the operations of this repository, and that generated/ is up to date: `npm run schema:check`.
import { parseArgs } from 'node:util'
import { printResult } from '../src/cli/output.ts'
import { checkRepository } from './schema/checkRepository.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })
await printResult(await checkRepository(), values.json)
