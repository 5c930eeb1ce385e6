import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import type { ReactNode } from 'react'

/** What can be done with a row. */
export interface RowAction {
  readonly label: string
  readonly icon?: ReactNode
  readonly onSelect: () => void
  readonly isDangerous?: boolean
  /** Why it can't be done; it is shown and does nothing. */
  readonly refusal?: string | undefined
}

/** The menu of a row. */
export const RowMenu = ({ label, actions }: { readonly label: string; readonly actions: readonly RowAction[] }) => (
  <Menu.Root>
    <Menu.Trigger className="button button-quiet button-icon" aria-label={label}>
      <Ellipsis size={18} aria-hidden="true" />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className="popup-positioner" sideOffset={4} align="end">
        <Menu.Popup className="popup">
          {actions.map(({ label: text, icon, onSelect, isDangerous, refusal }) => (
            <Menu.Item
              key={text}
              className={`popup-item${isDangerous === true ? ' popup-danger' : ''}`}
              disabled={refusal !== undefined}
              onClick={onSelect}
            >
              <span className="popup-mark" aria-hidden="true">
                {icon}
              </span>
              <span className="popup-text">
                {text}
                {refusal !== undefined && <span className="popup-hint">{refusal}</span>}
              </span>
            </Menu.Item>
          ))}
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
)
