import { useId } from 'react'
import { hexDigits } from './readableColor.ts'
import { TextField } from './TextField.tsx'

/** Chooses any color: from the browser's palette, or as six hex digits. */
export function ColorField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
}) {
  const id = useId()
  const digits = hexDigits(value)
  return (
    <div className="color-field">
      <TextField
        label={label}
        value={value}
        onChange={onChange}
        spellCheck={false}
        autoComplete="off"
        hint="Six hex digits, such as ff8800."
        error={value === '' || digits !== undefined ? undefined : 'A color has six hex digits, such as ff8800.'}
      />
      <label htmlFor={id} className="visually-hidden">
        {label}, from a palette
      </label>
      <input
        id={id}
        type="color"
        value={`#${digits ?? '000000'}`}
        onChange={({ target }) => onChange(target.value.slice(1))}
      />
    </div>
  )
}
