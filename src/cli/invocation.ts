import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { exitCodes } from './exitCodes.ts'
import type { UndiciTransport } from '../undici/undiciTransport.ts'
import type { Io } from './io.ts'
import { brief } from '../core/printable.ts'

const signalCodes = { SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated } as const

/** Longest part of a message that a person is shown; `--json` has all of it. */
export const maxMessageLength = 4000

/** The endpoint of Labelbox itself. */
export const labelboxEndpoint = 'https://api.labelbox.com/graphql'

/** One run of the command: where it reads and writes, and what it has done so far. */
export class Invocation {
  readonly io: Io
  exitCode = 0
  /** Where requests go, once that is known. */
  endpoint: string | undefined
  /** Whether a mutation was sent, so that a change may have been made. */
  hasSentChange = false
  /** The exit code of the signal that interrupted the run. */
  interruptedWith: number | undefined
  readonly #listeners: (() => void)[] = []
  #transport: Promise<UndiciTransport> | undefined

  constructor(io: Io) {
    this.io = io
  }

  /** A note on stderr. */
  readonly warn = (text: string): void => void this.io.stderr.write(`labelbox-org: ${brief(text, maxMessageLength)}\n`)

  /** A hook of the client. */
  readonly onRequest = ({ kind }: { readonly kind: 'query' | 'mutation' }): void => {
    this.hasSentChange ||= kind === 'mutation'
  }

  /** What sends requests. Loaded by the first command that needs it: help and completion do without. */
  readonly transport = (): Promise<UndiciTransport> =>
    (this.#transport ??= import('./session/commandTransport.ts').then(({ commandTransport }) =>
      commandTransport(this.io.env, this.endpoint ?? labelboxEndpoint),
    ))

  /**
   * Aborts at the first SIGINT or SIGTERM, so that the call under way ends with an error that says what is known about it.
   * The second signal ends the process.
   */
  abortSignal(): AbortSignal {
    const controller = new AbortController()
    for (const [name, code] of Object.entries(signalCodes)) {
      const listener = (): void => {
        if (this.interruptedWith !== undefined) {
          this.io.exit(code)
          return
        }
        this.interruptedWith = code
        this.warn('Interrupted.')
        controller.abort()
      }
      this.io.signals.on(name, listener)
      this.#listeners.push(() => void this.io.signals.off(name, listener))
    }
    return controller.signal
  }

  /** Stops listening to signals, and closes connections. */
  end(): void {
    for (const remove of this.#listeners.splice(0)) remove()
    // The run has ended, and its result is known.
    this.#transport?.then((transport) => transport.close()).catch(() => undefined)
  }
}

// Commander hands its actions the command that was typed, and nothing else of the run.
const invocations = new WeakMap<CommandUnknownOpts, Invocation>()

/** Makes an invocation known to all commands of a program. */
export const attachInvocation = (program: CommandUnknownOpts, invocation: Invocation): void =>
  void invocations.set(program, invocation)

/** The invocation in which a command runs. */
export function invocationOf(command: CommandUnknownOpts): Invocation {
  const found = invocations.get(command)
  if (found !== undefined) return found
  if (command.parent === null) throw new Error('attachInvocation() was not called for this program.')
  return invocationOf(command.parent)
}
