import { useCallback, useSyncExternalStore } from 'react'

/** The widths at which the layout changes, as in the style sheets. */
export const wide = '(min-width: 64rem)'
export const medium = '(min-width: 45rem)'

/** Whether a media query matches. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = matchMedia(query)
      list.addEventListener('change', listener)
      return () => list.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches)
}
