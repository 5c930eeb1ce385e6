import { invalid, isOneOf } from '../../core/guards.ts'
import { notify } from './notify.ts'

/**
 * Any logger: `console`, winston. Each method gets a sentence and an object with its facts. pino expects these two in
 * the opposite order, so it needs a wrapper.
 *
 * @example
 * const swapped = (level) => (message, facts) => pinoLogger[level](facts, message)
 * const logger = { debug: swapped('debug'), info: swapped('info'), warn: swapped('warn'), error: swapped('error') }
 */
export interface Logger {
  /** Logs each request. */
  debug(message: string, facts: object): void
  /** Logs each change. */
  info(message: string, facts: object): void
  /** Logs each failed request. */
  warn(message: string, facts: object): void
  /** Logs hooks that throw. */
  error(message: string, facts: object): void
}

/** Requests are logged at `debug`, changes at `info`, failed requests at `warn`, failing hooks at `error`. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** Writes one line, if its level is logged. */
export type Log = (level: LogLevel, message: string, facts: object) => void

/** Checks a logger and returns what writes to it. */
export function toLog(logger: Logger, minLevel: LogLevel = 'info'): Log {
  const given = logger as Partial<Logger> | null
  if (!isOneOf(levels, minLevel) || levels.some((level) => typeof given?.[level] !== 'function')) {
    throw invalid(
      'logger needs the methods debug, info, warn and error, as console has; logLevel is one of these names.',
    )
  }
  return (level, message, facts) => {
    if (levels.indexOf(level) < levels.indexOf(minLevel)) return
    // A failing logger must not end a call, and leaves nobody to tell.
    notify(
      () => logger[level](message, facts),
      undefined,
      () => undefined,
    )
  }
}
