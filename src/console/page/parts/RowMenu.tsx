import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { RowMenuProps } from './rowActions.ts'

const load = () => import('./LoadedRowMenu.tsx')
const LoadedRowMenu = lazy(load)

/** The menu of a row. A table has many, so each is a button until it is used. */
export function RowMenu(props: RowMenuProps) {
  const [isUsed, setIsUsed] = useState(false)
  const button = (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => setIsUsed(true)}
    >
      <Ellipsis size={18} aria-hidden="true" />
    </button>
  )
  if (!isUsed) return button
  return (
    <Suspense fallback={button}>
      <LoadedRowMenu {...props} />
    </Suspense>
  )
}
