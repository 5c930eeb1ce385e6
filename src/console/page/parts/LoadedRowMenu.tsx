import { Menu } from '@base-ui/react/menu'
import { Ellipsis } from 'lucide-react'
import type { RowMenuProps } from './rowActions.ts'

/** The menu of a row, open. */
const LoadedRowMenu = ({ label, actions }: RowMenuProps) => (
  <Menu.Root defaultOpen>
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

export default LoadedRowMenu
