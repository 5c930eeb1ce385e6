import { Field } from '@base-ui/react/field'

/** A labelled input for text of several lines. */
export const TextArea = ({
  label,
  value,
  onChange,
  rows = 3,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly rows?: number
}) => (
  <Field.Root className="field">
    <Field.Label className="field-label">{label}</Field.Label>
    <Field.Control render={<textarea rows={rows} />} value={value} onValueChange={(text) => onChange(text)} />
  </Field.Root>
)
