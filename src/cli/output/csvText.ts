import type { Stringifier } from 'csv-stringify'
import { withoutFormulas } from '../../core/formulas.ts'

/** A stream that makes CSV with a header of records, with cells escaped that look like formulas. */
export async function toCsv(columns: readonly string[]): Promise<Stringifier> {
  const { stringify } = await import('csv-stringify')
  return stringify({ header: true, columns: [...columns], cast: { string: withoutFormulas, date } })
}

const date = (value: Date): string => (Number.isNaN(value.getTime()) ? '' : value.toISOString())
