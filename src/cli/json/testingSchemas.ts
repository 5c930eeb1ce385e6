import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { toProgram } from '../program.ts'

type Json = Readonly<Record<string, unknown>>

/** Reads a schema as it is shipped: that of a command, such as `members list`, or another one. */
export const schemaOf = (name: string): Json =>
  JSON.parse(readFileSync(`schemas/${name.replaceAll(' ', '-')}.json`, 'utf8')) as Json

/** Ajv as strict as it can be. A time is the ISO 8601 that `JSON.stringify` writes. */
export const ajv = (): Ajv =>
  new Ajv({
    strict: true,
    allowUnionTypes: true,
    allErrors: true,
    formats: { 'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/ },
  })

const validators = new Map<string, ValidateFunction>()

/**
 * What is wrong with a printed value. Here no object may have other members than its schema has, so that a member that
 * nobody wrote down shows. The shipped schemas allow them, as a later version may add some.
 */
export function problemsOf(name: string, printed: unknown): readonly string[] {
  const validate = validators.get(name) ?? ajv().compile(closed(schemaOf(name)) as Json)
  validators.set(name, validate)
  if (validate(printed)) return []
  return (validate.errors ?? []).map((error) => `${name}: ${error.instancePath} ${error.message ?? ''}`)
}

/** The schema without the permission for further members. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const parts = Object.fromEntries(Object.entries(schema).map(([key, part]) => [key, closed(part)]))
  const isOpen = parts['type'] === 'object' && !('additionalProperties' in parts)
  return isOpen ? { ...parts, additionalProperties: false } : parts
}

/** The words of the command that a line runs: `members list`. */
export function commandIn(args: readonly string[]): string {
  let commands = toProgram('1.0.0').commands
  const path: string[] = []
  for (const word of args) {
    const found = commands.find((command) => command.name() === word)
    if (found === undefined) continue
    path.push(word)
    commands = found.commands
  }
  return path.join(' ')
}

/** What is wrong with what a run with `--json` has printed: the result on stdout, or the error on stderr. */
export function problemsInRun(
  args: readonly string[],
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
): readonly string[] {
  if (stdout !== '') return problemsOf(commandIn(args), JSON.parse(stdout))
  return problemsOf('error', JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? ''))
}
