import { Search, X } from 'lucide-react'
import { useId } from 'react'

/** A search box for a list. */
export function SearchInput({
  label,
  value,
  onChange,
  placeholder = label,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly placeholder?: string
}) {
  const id = useId()
  return (
    <div className="search-input">
      <label htmlFor={id} className="visually-hidden">
        {label}
      </label>
      <Search size={16} aria-hidden="true" />
      <input
        id={id}
        type="text"
        role="searchbox"
        autoComplete="off"
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        onChange={({ target }) => onChange(target.value)}
        onKeyDown={({ key }) => {
          if (key === 'Escape') onChange('')
        }}
      />
      {value !== '' && (
        <button type="button" className="search-clear" onClick={() => onChange('')} aria-label="Clear the search">
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
