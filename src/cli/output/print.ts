import { toJson } from '../../core/printable.ts'
import type { Invocation } from '../invocation.ts'
import type { Io } from '../io.ts'
import type { CommandResult } from './commandResult.ts'
import type { Failure } from '../json/errorJson.ts'
import { failureText } from './failure.ts'

/** Prints the result on stdout, and nothing else there. */
export async function printResult(
  invocation: Invocation,
  result: CommandResult<unknown>,
  json: boolean,
): Promise<void> {
  const { io } = invocation
  if (result.note !== undefined) invocation.warn(result.note)
  io.stdout.write(json ? `${toJson(result.json)}\n` : await textOf(result, io))
  invocation.exitCode = result.exitCode ?? 0
}

async function textOf({ text }: CommandResult<unknown>, io: Io): Promise<string> {
  // Programs that read JSON need not wait until the layout is loaded.
  const { layoutFor } = await import('./table.ts')
  return text(layoutFor(io))
}

/** Prints an error on stderr; as JSON it is the last line. */
export function printFailure({ stderr }: Io, failure: Failure, json: boolean): void {
  stderr.write(json ? `${toJson({ error: failure }, 0)}\n` : failureText(failure))
}
