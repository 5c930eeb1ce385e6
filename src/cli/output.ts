import { failureText, mostInMessage, type Failure } from './failure.ts'
import { brief, toJson } from '../core/printable.ts'
import type { Result } from './result.ts'

/** Puts the result on stdout, which has nothing else. */
export async function printResult(result: Result, json: boolean): Promise<void> {
  if (result.note !== undefined) warn(result.note)
  process.stdout.write(json ? `${toJson(result.json)}\n` : await result.text())
  process.exitCode = result.exitCode ?? 0
}

export const warn = (text: string): void => void process.stderr.write(`labelbox-org: ${brief(text, mostInMessage)}\n`)

/** Puts an error on stderr: for programs as JSON on the last line. */
export function printFailure(failure: Failure, json: boolean): void {
  process.stderr.write(json ? `${toJson({ error: failure }, 0)}\n` : failureText(failure))
  process.exitCode = failure.exitCode
}

/** A reader that has seen enough, such as `head`, is no failure; what was to be done is done. */
export function forgiveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') process.exitCode = 1
    })
  }
}
