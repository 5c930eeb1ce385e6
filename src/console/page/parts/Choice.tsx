import { Select } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'

/** One of the values to choose from. */
export interface ChoiceOption<Value extends string> {
  readonly value: Value
  readonly label: string
  /** A second line. */
  readonly hint?: string | undefined
}

/** Chooses one of a few values. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  isLabelHidden = false,
  placeholder = 'Choose',
}: {
  readonly label: string
  readonly value: Value | null
  readonly options: readonly ChoiceOption<Value>[]
  readonly onChange: (value: Value) => void
  /** Only screen readers get the label: a filter's value explains itself. */
  readonly isLabelHidden?: boolean
  readonly placeholder?: string
}) {
  return (
    <Select.Root
      items={options}
      value={value}
      onValueChange={(chosen: Value | null) => {
        if (chosen !== null) onChange(chosen)
      }}
    >
      <div className="choice">
        <Select.Label className={isLabelHidden ? 'visually-hidden' : 'field-label'}>{label}</Select.Label>
        <Select.Trigger className="choice-trigger">
          <Select.Value className="choice-value" placeholder={placeholder} />
          <Select.Icon className="choice-icon">
            <ChevronDown size={16} aria-hidden="true" />
          </Select.Icon>
        </Select.Trigger>
      </div>
      <Select.Portal>
        <Select.Positioner className="popup-positioner" sideOffset={4} alignItemWithTrigger={false}>
          <Select.Popup className="popup">
            <Select.List>
              {options.map(({ value: each, label: text, hint }) => (
                <Select.Item key={each} value={each} className="popup-item">
                  <span className="popup-mark">
                    <Select.ItemIndicator>
                      <Check size={16} aria-hidden="true" />
                    </Select.ItemIndicator>
                  </span>
                  <span className="popup-text">
                    <Select.ItemText>{text}</Select.ItemText>
                    {hint !== undefined && <span className="popup-hint">{hint}</span>}
                  </span>
                </Select.Item>
              ))}
            </Select.List>
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}
