// Checks the operations as they stand in graphql/, what sends them, and whether generated/ is made of them.
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { methods } from '../src/organization/usage.ts'
import { checkResult } from '../src/cli/commands/schema/check.ts'
import { Invocation } from '../src/cli/invocation.ts'
import { processIo } from '../src/cli/io.ts'
import { printWarnings } from '../src/cli/commands/schema/loadSchema.ts'
import { printResult } from '../src/cli/output/print.ts'
import { checkDocuments, defaultLimits, unused, type Finding } from '../src/schema/check.ts'
import { definitionsOf } from '../src/schema/compare.ts'
import { readDocuments, readSchema, requireSound } from '../src/schema/read.ts'
import { checkRecord } from '../src/schema/record.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

const [read, files, stale] = await Promise.all([
  readSchema('graphql/schema.graphql'),
  readDocuments(['graphql/fragments/*.graphql', 'graphql/operations/*.graphql']),
  staleFiles(),
])
const definitions = definitionsOf(files)
const { operations, findings } = checkDocuments(definitions, read.schema)
const all = [...findings, ...unused(definitions, methods), ...stale]
const invocation = new Invocation(processIo())
const { warnings } = printWarnings(invocation, { warnings: requireSound(read, definitions) })
const result = checkResult({ checkRecord }, { operations, findings: all, warnings }, defaultLimits)
await printResult(invocation, result, values.json)
process.exitCode = invocation.exitCode

/** What codegen would write in another way. It says so itself where it can't be run at all. */
async function staleFiles(): Promise<Finding[]> {
  try {
    await promisify(execFile)('npx', ['--no-install', 'graphql-codegen', '--config', 'codegen.ts', '--check'])
    return []
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const names = [...`${stdout}\n${stderr}`.matchAll(/^,? {2}- (\S+)$/gm)].map(([, name = '']) => name)
    if (names.length === 0) throw error
    const message = 'It is not what codegen makes of graphql/ now. Run it: npm run codegen'
    return names.map((name) => ({ rule: 'stale', message, name, place: undefined }))
  }
}
