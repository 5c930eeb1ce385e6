import { exitCodes } from './exitCodes.ts'
import { warn } from './output.ts'

const signals = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const

let ending: number | undefined

/** What the command ends with, where it has been told to end. */
export const interruptedWith = (): number | undefined => ending

/**
 * Hears the signals that tell the command to end. The first ends the call that is under way, so that it can be said what
 * is known of it; the second ends everything at once.
 */
export function onInterruption(): AbortSignal {
  const controller = new AbortController()
  for (const [signal, code] of Object.entries(signals)) {
    process.on(signal, () => {
      if (ending !== undefined) process.exit(code)
      ending = code
      warn('Interrupted.')
      controller.abort()
    })
  }
  return controller.signal
}
