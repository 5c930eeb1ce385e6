import { Field } from '@base-ui/react/field'
import type { ComponentProps } from 'react'

/** A labelled input, with a hint and what is wrong. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  ...input
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: string | undefined
  /** What is wrong; undefined if nothing is. */
  readonly error?: string | undefined
} & Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'ref' | 'className' | 'style' | 'defaultValue'>) {
  return (
    <Field.Root className="field" invalid={error !== undefined}>
      <Field.Label className="field-label">{label}</Field.Label>
      <Field.Control {...input} value={value} onValueChange={(text) => onChange(text)} />
      {hint !== undefined && <Field.Description className="field-hint">{hint}</Field.Description>}
      {error !== undefined && (
        <Field.Error match className="field-error">
          {error}
        </Field.Error>
      )}
    </Field.Root>
  )
}
