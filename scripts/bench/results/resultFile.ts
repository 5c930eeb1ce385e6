import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { shapeVersion, type Results } from './measurement.ts'

/** The results that the guide shows. */
export const resultFile = resolve(import.meta.dirname, 'measured.json')

/** Results as the text of a file. */
export const toJson = (results: Results): string => `${JSON.stringify(results, undefined, 2)}\n`

/** Reads results. Throws if they have another shape. */
export function parseResults(json: string): Results {
  const results = JSON.parse(json) as Partial<Results> | null
  if (results?.version !== shapeVersion || !Array.isArray(results.parts)) {
    throw new Error(`The results have another shape than version ${shapeVersion}. Measure all parts again.`)
  }
  const { parts, verdicts } = results
  return { version: shapeVersion, parts, ...(verdicts && { verdicts }) }
}

/**
 * Puts newly measured parts in the place of older ones, in the given order of names. Parts without a name there go. The
 * verdicts on a run stay until the next run that has some.
 */
export function merged(older: Results, newer: Results, names: readonly string[]): Results {
  const all = new Map([...older.parts, ...newer.parts].map((result) => [result.part, result]))
  return { ...older, ...newer, parts: names.flatMap((name) => all.get(name) ?? []) }
}

export const readResults = async (): Promise<Results> => parseResults(await readFile(resultFile, 'utf8'))

/** Formats it like the rest of the repository. */
export async function writeResults(results: Results): Promise<void> {
  await writeFile(resultFile, await format(toJson(results), { ...(await resolveConfig(resultFile)), parser: 'json' }))
}
