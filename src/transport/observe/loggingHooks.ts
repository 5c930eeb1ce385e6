import type { Hooks } from './hooks.ts'
import type { Log } from './logger.ts'

/** Hooks that log each request. */
export const loggingHooks = (log: Log): Hooks => ({
  onRequest: (event) => log('debug', `${name(event)} is sent, attempt ${event.attempt}.`, event),
  onResponse: (event) => {
    const duration = `${Math.round(event.durationMs)} ms`
    const status = event.status === undefined ? '' : ` with HTTP ${event.status}`
    if (event.code !== undefined) log('warn', `${name(event)} failed${status} after ${duration}: ${event.code}.`, event)
    else log(event.kind === 'mutation' ? 'info' : 'debug', `${name(event)} succeeded in ${duration}.`, event)
  },
  onRetry: (event) => log('warn', `${name(event)} is retried in ${Math.round(event.delayMs)} ms.`, event),
})

const name = ({ operationName }: { readonly operationName: string | undefined }): string => operationName ?? 'A request'
