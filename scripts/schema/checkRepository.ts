import { readFile } from 'node:fs/promises'
import { generate } from '@graphql-codegen/cli'
import config from '../../codegen.ts'
import { methods } from '../../src/organization/usage.ts'
import { checkResult } from '../../src/cli/commands/schema/check.ts'
import type { CommandResult } from '../../src/cli/output/commandResult.ts'
import { checkDocuments, defaultLimits, unsentOperations, type Finding } from '../../src/schema/check/checkDocuments.ts'
import { definitionsOf } from '../../src/schema/files/loadDefinitions.ts'
import { readDocuments, readSchema, requireSound } from '../../src/schema/files/readFiles.ts'
import { checkRecord } from '../../src/schema/reports/jsonRecords.ts'

const ownDocuments = ['graphql/fragments/*.graphql', 'graphql/operations/*.graphql']

/** Checks the operations in `graphql/`, whether a method sends each, and whether `generated/` is up to date. */
export async function checkRepository(patterns: readonly string[] = ownDocuments): Promise<CommandResult> {
  const [read, files, stale] = await Promise.all([
    readSchema('graphql/schema.graphql'),
    readDocuments(patterns),
    staleFiles(patterns),
  ])
  const definitions = definitionsOf(files)
  const warnings = requireSound(read, definitions)
  const { operations, findings } = checkDocuments(definitions, read.schema)
  const all = [...findings, ...unsentOperations(definitions, methods), ...stale]
  return checkResult({ checkRecord }, { operations, findings: all, warnings }, defaultLimits)
}

/** Files in `generated/` that codegen would write differently. */
async function staleFiles(patterns: readonly string[]): Promise<Finding[]> {
  const outputs = (await generate({ ...config, documents: [...patterns], silent: true }, false)) as {
    readonly filename: string
    readonly content: string
  }[]
  const found = await Promise.all(
    outputs.map(async ({ filename, content }): Promise<Finding[]> => {
      const current = await readFile(filename, 'utf8').catch(() => undefined)
      if (current === content) return []
      return [{ rule: 'stale', message: staleText, name: filename, place: undefined }]
    }),
  )
  return found.flat()
}

const staleText = 'It differs from what codegen generates. Run: npm run codegen'
