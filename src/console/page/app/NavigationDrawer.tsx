import { Dialog } from '@base-ui/react/dialog'
import { Menu as MenuIcon, X } from 'lucide-react'
import { useState } from 'react'
import type { ConsolePlace } from '../../server/consolePlace.ts'
import { Brand, Navigation } from './Navigation.tsx'
import { ThemeChoice } from './ThemeChoice.tsx'

/** The navigation of narrow windows. */
export default function NavigationDrawer({ place }: { readonly place: ConsolePlace }) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger className="button button-quiet button-icon" aria-label="Open the navigation">
        <MenuIcon size={20} aria-hidden="true" />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="drawer">
          <Dialog.Title className="visually-hidden">Navigation</Dialog.Title>
          <div className="drawer-head">
            <Brand place={place} />
            <Dialog.Close className="button button-quiet button-icon" aria-label="Close the navigation">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <Navigation onChoose={() => setIsOpen(false)} />
          <div className="sidebar-end">
            <ThemeChoice />
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
