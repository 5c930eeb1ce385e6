import { text } from 'node:stream/consumers'
import { usage } from './failure.ts'
import { askSecret, isInteractive } from './prompts.ts'

/** A secret from a variable, from stdin where that is asked for, or from the user. Never from an argument. */
export async function secretOf(variable: string, question: string, fromStdin: boolean): Promise<string> {
  if (fromStdin) return requireText(await text(process.stdin))
  const given = process.env[variable]
  if (given !== undefined) return requireText(given)
  if (isInteractive()) return askSecret(question)
  throw usage(`There is no secret. Set ${variable}, or give it on stdin with --secret-stdin.`)
}

/** Without the line break that a file ends with; one inside would be no part of anybody's secret. */
function requireText(given: string): string {
  const secret = given.replace(/\r?\n$/, '')
  if (secret.trim() === '') throw usage('The secret is empty.')
  if (/[\r\n]/.test(secret)) throw usage('The secret has several lines. Give it on one line.')
  return secret
}
