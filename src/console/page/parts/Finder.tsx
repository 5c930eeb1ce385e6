import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import { useId, type ReactNode } from 'react'

/** Something to find. */
export interface FinderOption {
  readonly value: string
  readonly label: string
  /** A second line. */
  readonly hint?: string | undefined
}

const maxShown = 50

/** Finds one of many by typing a part of it. */
export function Finder({
  label,
  options,
  value,
  onChange,
  placeholder,
  status,
}: {
  readonly label: string
  readonly options: readonly FinderOption[]
  readonly value: string | undefined
  readonly onChange: (value: string | undefined) => void
  readonly placeholder: string
  /** A line about the options, such as how many were read so far. */
  readonly status?: ReactNode
}) {
  const id = useId()
  return (
    <Combobox.Root
      items={options}
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option: FinderOption | null) => onChange(option?.value)}
      isItemEqualToValue={(one: FinderOption, other: FinderOption) => one.value === other.value}
      itemToStringLabel={({ label: text }: FinderOption) => text}
      limit={maxShown}
      autoHighlight
    >
      <div className="field">
        <label htmlFor={id} className="field-label">
          {label}
        </label>
        <Combobox.InputGroup className="finder">
          <Combobox.Input id={id} placeholder={placeholder} autoComplete="off" spellCheck={false} />
          <Combobox.Trigger className="finder-trigger" aria-label={`Show: ${label}`}>
            <ChevronDown size={16} aria-hidden="true" />
          </Combobox.Trigger>
        </Combobox.InputGroup>
        {status !== undefined && (
          <p className="field-hint" aria-live="polite">
            {status}
          </p>
        )}
      </div>
      <Combobox.Portal>
        <Combobox.Positioner className="popup-positioner" sideOffset={4}>
          <Combobox.Popup className="popup">
            <Combobox.Empty>
              <p className="popup-empty">Nothing matches.</p>
            </Combobox.Empty>
            <Combobox.List>
              {(option: FinderOption) => (
                <Combobox.Item key={option.value} value={option} className="popup-item">
                  <span className="popup-mark">
                    <Combobox.ItemIndicator>
                      <Check size={16} aria-hidden="true" />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className="popup-text">
                    {option.label}
                    {option.hint !== undefined && <span className="popup-hint">{option.hint}</span>}
                  </span>
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}
