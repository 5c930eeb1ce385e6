#!/usr/bin/env node
import { CommanderError } from '@commander-js/extra-typings'
import manifest from '../../package.json' with { type: 'json' }
import { toFailure, usage } from './failure.ts'
import { interruptedWith } from './interruption.ts'
import { forgiveClosedPipes, printFailure } from './output.ts'
import { toProgram } from './program.ts'

async function main(args: readonly string[]): Promise<void> {
  forgiveClosedPipes()
  try {
    await toProgram(manifest.version).parseAsync(args, { from: 'user' })
  } catch (error) {
    // Help that was asked for.
    if (error instanceof CommanderError && error.exitCode === 0) return
    const failure = await toFailure(error instanceof CommanderError ? refusal(error) : error)
    printFailure({ ...failure, exitCode: interruptedWith() ?? failure.exitCode }, args.includes('--json'))
  }
}

/** What the parser does not understand. Its text begins with `error: `, and goes on with what may have been meant. */
const refusal = ({ message, code }: CommanderError): Error =>
  usage(
    code === 'commander.help'
      ? 'It needs a command; those that there are stand above.'
      : message
          .replace(/^error: /, '')
          // The value of a misspelt option may be a key.
          .replace(/^(unknown option '[^=]*=).*'/s, "$1…'")
          .replaceAll('\n', ' '),
  )

await main(process.argv.slice(2))
