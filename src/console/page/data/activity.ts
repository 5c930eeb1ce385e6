import { useEffect, useSyncExternalStore } from 'react'
import type { ActivityRecord } from '../../server/activityLog.ts'
import { watchedFetch } from './reachability.ts'
import { useRefresh } from './refreshing.ts'

// The list of changes is kept by the server, so that all windows show the same one and a reload loses nothing.

/** The changes of this run of the console. */
export interface Activity {
  /** Undefined until it was read once. */
  readonly records: readonly ActivityRecord[] | undefined
}

let activity: Activity = { records: undefined }
const listeners = new Set<() => void>()

/** Reads the list of changes again. */
export function refreshActivity(): void {
  void (async () => {
    try {
      const response = await watchedFetch('/console/activity')
      if (!response.ok) return
      activity = (await response.json()) as Activity
      for (const listener of listeners) listener()
    } catch {
      // The page says that the server does not answer, and reads again when it does.
    }
  })()
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The list of changes, up to date as long as the window is looked at. */
export function useActivity(): Activity {
  useRefresh(refreshActivity)
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') refreshActivity()
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return useSyncExternalStore(subscribe, () => activity)
}
