import { useSyncExternalStore } from 'react'
import { refreshAll } from './refreshing.ts'

/** Whether the console's server answers this page. */
export type Reachability = 'connected' | 'lost' | 'signed-out'

let state: Reachability = 'connected'
let retrying: ReturnType<typeof setTimeout> | undefined
const listeners = new Set<() => void>()

const retryMs = 2000

function become(next: Reachability): void {
  if (state === next) return
  state = next
  for (const listener of listeners) listener()
  if (next === 'lost') lookAgain()
}

/** Asks the server until it answers, then reads everything again. */
function lookAgain(): void {
  clearTimeout(retrying)
  retrying = setTimeout(() => {
    void (async () => {
      try {
        const isKnown = await isSignedIn()
        become(isKnown ? 'connected' : 'signed-out')
        if (isKnown) refreshAll()
      } catch {
        lookAgain()
      }
    })()
  }, retryMs)
}

async function isSignedIn(): Promise<boolean> {
  const response = await fetch('/console/session')
  return ((await response.json()) as { readonly place: unknown }).place !== null
}

/** `fetch`, which notices when the server does not answer, or does not know this browser any more. */
export const watchedFetch: typeof fetch = async (input, init) => {
  try {
    const response = await fetch(input, init)
    if (response.status === 401) {
      // Labelbox refuses a key with the same status; the console's server then still knows this browser.
      if (!(await isSignedIn())) become('signed-out')
    } else become('connected')
    return response
  } catch (error) {
    if (init?.signal?.aborted !== true) become('lost')
    throw error
  }
}

if (typeof window !== 'undefined') window.addEventListener('offline', () => become('lost'))

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** Whether the console's server answers. */
export const useReachability = (): Reachability => useSyncExternalStore(subscribe, () => state)
