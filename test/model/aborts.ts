import type { Abort } from './steps.ts'

/** A signal that aborts at the planned moment, if one is planned. */
export interface Abortable {
  readonly signal: AbortSignal | undefined
  /** Whether it aborts whether or not its call sends requests. */
  readonly comesFirst: boolean
  /** Notifies it of each request that is sent. */
  readonly onRequest: () => void
  /** Removes its timers and listeners. */
  readonly release: () => void
}

/** No signal. */
export const none: Abortable = {
  signal: undefined,
  comesFirst: false,
  onRequest: () => undefined,
  release: () => undefined,
}

const moments = new WeakMap<AbortSignal, number>()

/** When a signal aborted, on the clock of `performance`. */
export const abortedAt = (signal: AbortSignal): number => moments.get(signal) ?? 0

export function abortable(abort: Abort | undefined): Abortable {
  const controller = new AbortController()
  const { signal } = controller
  if (abort === undefined) return { ...none, signal }
  let timer: NodeJS.Timeout | undefined
  let sent = 0
  const look = (): void => {
    if (sent !== abort.request) return
    timer = setTimeout(() => {
      moments.set(signal, performance.now())
      controller.abort(new Error('The model has ended it.'))
    }, abort.afterMs)
  }
  look()
  const onRequest = (): void => {
    sent += 1
    look()
  }
  return { signal, comesFirst: abort.request === 0, onRequest, release: () => clearTimeout(timer) }
}
