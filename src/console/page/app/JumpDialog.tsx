import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { Search, UserSearch } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { sections } from './sections.tsx'

interface Target {
  readonly label: string
  readonly href: string
  readonly icon: typeof Search
}

/** Finds a section, or the members that match a text. */
export default function JumpDialog({ onClose }: { readonly onClose: () => void }) {
  const [text, setText] = useState('')
  const [, navigate] = useLocation()
  const wanted = text.trim().toLowerCase()
  const targets: Target[] = sections
    .filter(({ title, keywords }) => `${title} ${keywords}`.toLowerCase().includes(wanted))
    .map(({ title, path, icon }) => ({ label: title, href: path, icon }))
  if (wanted !== '') {
    targets.push({
      label: `Find members: ${text.trim()}`,
      href: `/members?${new URLSearchParams({ q: text.trim() }).toString()}`,
      icon: UserSearch,
    })
  }
  const go = ({ href }: Target): void => {
    onClose()
    navigate(href)
  }
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog jump-dialog">
          <Dialog.Title className="visually-hidden">Search</Dialog.Title>
          <Autocomplete.Root
            inline
            open
            mode="none"
            autoHighlight="always"
            items={targets}
            itemToStringValue={({ label }: Target) => label}
            value={text}
            onValueChange={(value, { reason }) => {
              if (reason !== 'item-press') setText(value)
            }}
          >
            <div className="jump-input">
              <Search size={18} aria-hidden="true" />
              <Autocomplete.Input placeholder="Search sections and members" aria-label="Search sections and members" />
            </div>
            <Autocomplete.List className="jump-list">
              {(target: Target) => (
                <Autocomplete.Item key={target.href} value={target} className="popup-item" onClick={() => go(target)}>
                  <span className="popup-mark">
                    <target.icon size={16} aria-hidden="true" />
                  </span>
                  <span className="popup-text">{target.label}</span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
