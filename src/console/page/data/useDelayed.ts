import { useEffect, useState } from 'react'

/** A wait shorter than this shows nothing, so that quick responses do not flicker. */
const afterMs = 150

/** What was shown stays at least this long. */
const leastMs = 400

/** Whether to show that something is awaited: not at once, and then for a while. */
export function useDelayed(isWaiting: boolean): boolean {
  const [shownAt, setShownAt] = useState<number | undefined>(undefined)
  useEffect(() => {
    if (isWaiting && shownAt === undefined) {
      const timer = setTimeout(() => setShownAt(performance.now()), afterMs)
      return () => clearTimeout(timer)
    }
    if (!isWaiting && shownAt !== undefined) {
      const left = Math.max(0, shownAt + leastMs - performance.now())
      const timer = setTimeout(() => setShownAt(undefined), left)
      return () => clearTimeout(timer)
    }
    return undefined
  }, [isWaiting, shownAt])
  return shownAt !== undefined
}
