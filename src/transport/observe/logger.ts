import { invalid } from '../../core/guards.ts'
import type { Hooks } from './hooks.ts'
import { notify } from './notify.ts'

/**
 * Anything that logs: `console`, winston. Each method gets a sentence, and then an object with its facts; pino wants
 * these the other way round.
 *
 * @example
 * const turned = (level) => (message, facts) => pinoLogger[level](facts, message)
 * const logger = { debug: turned('debug'), info: turned('info'), warn: turned('warn'), error: turned('error') }
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

/** What is logged: every request at `debug`, changes at `info`, failed requests at `warn`, failing hooks at `error`. */
export type LogLevel = keyof Logger

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error']

/** A logger that passes on what is of a level or above it. */
export function toLogger(logger: Logger, level: LogLevel = 'info'): Logger {
  if (
    !levels.includes(level) ||
    levels.some((name) => typeof (logger as Partial<Logger> | null)?.[name] !== 'function')
  ) {
    throw invalid(
      'logger must have the methods debug, info, warn and error, as console has, and logLevel be one of them.',
    )
  }
  const log = (name: LogLevel) => (message: string, facts: object) => {
    if (levels.indexOf(name) < levels.indexOf(level)) return
    // A logger that fails, at once or later, must not undo what has been done, and there is nobody left to tell.
    notify(
      () => logger[name](message, facts),
      undefined,
      () => undefined,
    )
  }
  return { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
}

/** Logging, as hooks. */
export const loggingHooks = (logger: Logger): Hooks => ({
  onRequest: (event) => logger.debug(`${name(event)} is sent, attempt ${event.attempt}.`, event),
  onResponse: (event) => {
    const duration = `${Math.round(event.durationMs)} ms`
    const status = event.status === undefined ? '' : ` with HTTP ${event.status}`
    if (event.code !== undefined) logger.warn(`${name(event)} failed${status} after ${duration}: ${event.code}.`, event)
    else logger[event.kind === 'mutation' ? 'info' : 'debug'](`${name(event)} was answered in ${duration}.`, event)
  },
  onRetry: (event) => logger.warn(`${name(event)} is sent again in ${Math.round(event.delayMs)} ms.`, event),
})

const name = ({ operationName }: { readonly operationName: string | undefined }): string => operationName ?? 'A request'
