import { useEffect, useEffectEvent } from 'react'

// Tells everything that shows data to read it again: after a change in another window, and when the connection is back.

const listeners = new Set<() => void>()
const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('labelbox-org console')

/** Makes everything on the page read its data again. */
export function refreshAll(): void {
  for (const listener of listeners) listener()
}

/** Tells the other windows of the console that something was changed here. */
export const tellOtherWindows = (): void => channel?.postMessage('changed')

channel?.addEventListener('message', refreshAll)

/** Calls a function whenever data has to be read again. */
export function useRefresh(refresh: () => void): void {
  const latest = useEffectEvent(refresh)
  useEffect(() => {
    const listener = (): void => latest()
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [])
}
