import { CommanderError } from '@commander-js/extra-typings'
import manifest from '../../package.json' with { type: 'json' }
import { attachInvocation, Invocation } from './invocation.ts'
import type { Io } from './io.ts'
import { usage } from './output/commandError.ts'
import { toFailure } from './output/failure.ts'
import { printFailure } from './output/print.ts'
import { toProgram } from './program.ts'

/** Runs the command with its arguments, without `node` and the file, and returns the exit code. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const invocation = new Invocation(io)
  try {
    const program = toProgram(manifest.version, {
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHasColors: () => io.colors,
      getErrHasColors: () => io.colors && io.stderr.isTTY === true,
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    attachInvocation(program, invocation)
    await program.parseAsync(argv, { from: 'user' })
    return invocation.exitCode
  } catch (error) {
    // `--help` and `--version`.
    if (error instanceof CommanderError && error.exitCode === 0) return 0
    const failure = await toFailure(error instanceof CommanderError ? parseError(error) : error, invocation)
    const exitCode = invocation.interruptedWith ?? failure.exitCode
    printFailure(io, { ...failure, exitCode }, argv.includes('--json'))
    return exitCode
  } finally {
    invocation.end()
  }
}

/** Commander's message begins with `error: ` and ends with a suggestion. */
const parseError = ({ message, code }: CommanderError): Error =>
  usage(
    code === 'commander.help'
      ? 'Name a command: see the list above.'
      : message
          .replace(/^error: /, '')
          // The value of a misspelt option may be a key.
          .replace(/^(unknown option '[^=]*=).*'/s, "$1…'")
          .replaceAll('\n', ' '),
  )
