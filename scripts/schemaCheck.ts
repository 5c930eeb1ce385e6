// Checks the operations as they stand in graphql/, what sends them, and whether generated/ is made of them.
import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { methods } from '../generated/usage.ts'
import { checkResult } from '../src/cli/commands/schema/check.ts'
import { warned } from '../src/cli/commands/schema/load.ts'
import { printResult } from '../src/cli/output.ts'
import { checkDocuments, defaultLimits, unsentOperations, type Finding } from '../src/schema/check/checkDocuments.ts'
import { definitionsOf } from '../src/schema/files/loadDefinitions.ts'
import { readDocuments, readSchema, requireSound } from '../src/schema/files/readFiles.ts'
import { checkRecord } from '../src/schema/reports/jsonRecords.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } })

const [read, files, stale] = await Promise.all([
  readSchema('graphql/schema.graphql'),
  readDocuments(['graphql/fragments/*.graphql', 'graphql/operations/*.graphql']),
  staleFiles(),
])
const definitions = definitionsOf(files)
const { operations, findings } = checkDocuments(definitions, read.schema)
const all = [...findings, ...unsentOperations(definitions, methods), ...stale]
const { warnings } = warned({ warnings: requireSound(read, definitions) })
await printResult(checkResult({ checkRecord }, { operations, findings: all, warnings }, defaultLimits), values.json)

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
