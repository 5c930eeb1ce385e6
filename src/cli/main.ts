#!/usr/bin/env node
import { CommanderError } from '@commander-js/extra-typings'
import manifest from '../../package.json' with { type: 'json' }
import { interruption } from './act.ts'
import { exitCodes } from './exitCodes.ts'
import { toFailure, usage } from './failure.ts'
import { forgiveClosedPipes, printFailure, warn } from './output.ts'
import { toProgram } from './program.ts'

const signals = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const

/** The first one ends the call, so that it can be said what is known of it; the second ends everything. */
function hearSignals(): { readonly exitCode: () => number | undefined } {
  let exitCode: number | undefined
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (exitCode !== undefined) process.exit(code)
      exitCode = code
      warn('Interrupted.')
      interruption.abort()
    })
  }
  return { exitCode: () => exitCode }
}

async function main(args: readonly string[]): Promise<void> {
  forgiveClosedPipes()
  const { exitCode } = hearSignals()
  const program = toProgram(manifest.version)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return
    const failure = await toFailure(error instanceof CommanderError ? refusal(error) : error)
    printFailure({ ...failure, exitCode: exitCode() ?? failure.exitCode }, args.includes('--json'))
  }
}

/** What the parser does not understand. Its text begins with `error: `, and goes on with what may have been meant. */
const refusal = ({ message, code }: CommanderError): Error =>
  usage(
    code === 'commander.help'
      ? 'It needs a command; those that there are stand above.'
      : message.replace(/^error: /, '').replaceAll('\n', ' '),
  )

await main(process.argv.slice(2))
