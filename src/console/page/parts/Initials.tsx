/** The initials of a person. Pictures are on other hosts, which the page never asks. */
export function Initials({ name, size = 'small' }: { readonly name: string; readonly size?: 'small' | 'large' }) {
  const words = name.split(/[\s.@_-]+/).filter((word) => word !== '')
  const letters = words.slice(0, 2).map((word) => String.fromCodePoint(word.codePointAt(0) ?? 0x20).toUpperCase())
  return (
    <span className={`initials initials-${size}`} aria-hidden="true">
      {letters.join('')}
    </span>
  )
}
