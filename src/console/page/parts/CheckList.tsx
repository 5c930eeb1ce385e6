import { Checkbox } from '@base-ui/react/checkbox'
import { CheckboxGroup } from '@base-ui/react/checkbox-group'
import { Fieldset } from '@base-ui/react/fieldset'
import { Check } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { SearchInput } from './SearchInput.tsx'

/** One of the values to check. */
export interface CheckOption {
  readonly value: string
  /** What the search finds, and what screen readers say. */
  readonly label: string
  /** What is shown. Default: the label. */
  readonly shown?: ReactNode
  readonly hint?: string | undefined
}

/** Longer lists get a search, and show this many at a time. */
const searchFrom = 9
const maxShown = 100

/** Chooses any number of values. */
export function CheckList({
  label,
  options,
  values,
  onChange,
  status,
}: {
  readonly label: string
  readonly options: readonly CheckOption[]
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  /** A line about the options, such as how many were read so far. */
  readonly status?: ReactNode
}) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = options.filter((option) => option.label.toLowerCase().includes(wanted))
  // What is checked stands first as long as nothing is searched, so that it can be seen and taken out.
  const [first] = useState(() => new Set(values))
  const sorted =
    wanted === '' ? [...found].sort((a, b) => Number(first.has(b.value)) - Number(first.has(a.value))) : found
  const shown = sorted.slice(0, maxShown)
  return (
    <Fieldset.Root className="check-list">
      <Fieldset.Legend className="field-label">{label}</Fieldset.Legend>
      {options.length >= searchFrom && <SearchInput label={`Search: ${label}`} value={text} onChange={setText} />}
      <CheckboxGroup
        value={[...values]}
        onValueChange={(chosen) => onChange(chosen)}
        className="check-options"
        aria-label={label}
      >
        {shown.map((option) => (
          <label key={option.value} className="check-option">
            <Checkbox.Root value={option.value} className="checkbox">
              <Checkbox.Indicator>
                <Check size={14} strokeWidth={3} aria-hidden="true" />
              </Checkbox.Indicator>
            </Checkbox.Root>
            <span className="popup-text">
              {option.shown ?? option.label}
              {option.hint !== undefined && <span className="popup-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </CheckboxGroup>
      <p className="field-hint" aria-live="polite">
        {found.length === 0 && options.length > 0
          ? 'Nothing matches.'
          : found.length > shown.length
            ? `The first ${shown.length} of ${found.length.toLocaleString()}: search for others. `
            : ''}
        {status}
      </p>
    </Fieldset.Root>
  )
}
