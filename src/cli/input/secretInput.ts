import { text } from 'node:stream/consumers'
import type { Io } from '../io.ts'
import { usage } from '../output/commandError.ts'
import { askSecret, isInteractive } from './prompts.ts'

/** Reads a secret from stdin, from an environment variable or from a prompt. Arguments stay in the shell's history. */
export async function readSecret(
  io: Io,
  {
    variable,
    question,
    fromStdin,
  }: { readonly variable: string; readonly question: string; readonly fromStdin: boolean },
): Promise<string> {
  if (fromStdin) return requireOneLine(await text(io.stdin))
  const value = io.env[variable]
  if (value !== undefined) return requireOneLine(value)
  if (isInteractive(io)) return askSecret(io, question)
  throw usage(`There is no secret. Set ${variable}, or pass it on stdin with --secret-stdin.`)
}

/** A file ends with a line break, which is not part of the secret. */
function requireOneLine(value: string): string {
  const secret = value.replace(/\r?\n$/, '')
  if (secret.trim() === '') throw usage('The secret is empty.')
  if (/[\r\n]/.test(secret)) throw usage('The secret has several lines. Pass it on one line.')
  return secret
}
