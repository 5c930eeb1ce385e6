import { methods } from '../../src/organization/usage.ts'
import { checkResult } from '../../src/cli/commands/schema/check.ts'
import type { CheckJson } from '../../src/cli/json/schemaJson.ts'
import type { CommandResult } from '../../src/cli/output/commandResult.ts'
import {
  checkDocuments,
  defaultLimits,
  isWarning,
  unsentOperations,
  type Finding,
} from '../../src/schema/check/checkDocuments.ts'
import { definitionsOf } from '../../src/schema/files/loadDefinitions.ts'
import { readDocuments, readSchema, requireSound } from '../../src/schema/files/readFiles.ts'
import { readMarks } from '../../src/schema/sdl/inferredMarks.ts'
import { checkRecord } from '../../src/schema/reports/jsonRecords.ts'
import { codegenError } from './codegenError.ts'
import { staleFiles } from './staleFiles.ts'

const ownDocuments = ['graphql/fragments/*.graphql', 'graphql/operations/*.graphql']

/** Checks the operations in `graphql/`, whether a method sends each, and whether `generated/` is up to date. */
export async function checkRepository(patterns: readonly string[] = ownDocuments): Promise<CommandResult<CheckJson>> {
  const [read, files] = await Promise.all([readSchema('graphql/schema.graphql'), readDocuments(patterns)])
  const definitions = definitionsOf(files)
  const warnings = requireSound(read, definitions)
  const { operations, findings } = checkDocuments(definitions, read.schema, defaultLimits, readMarks(read.text))
  const stale = await staleFindings(patterns)
  const all = [...findings, ...unsentOperations(definitions, methods), ...stale]
  return checkResult({ checkRecord, isWarning }, { operations, findings: all, warnings }, defaultLimits)
}

/** The files in `generated/` that are out of date, or why codegen fails. */
async function staleFindings(patterns: readonly string[]): Promise<Finding[]> {
  const toFinding = (name: string, message: string): Finding => ({ rule: 'stale', message, name, place: undefined })
  try {
    return (await staleFiles([...patterns])).map((name) => toFinding(name, staleText))
  } catch (error) {
    return [toFinding('generated/', `Codegen fails: ${codegenError(error)}`)]
  }
}

const staleText = 'It differs from what codegen generates. Run: npm run codegen'
