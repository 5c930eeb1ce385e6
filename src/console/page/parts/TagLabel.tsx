import { readableColor } from './readableColor.ts'

/** A tag as it looks: its text on its color. A color that can't be read gives a neutral label. */
export const TagLabel = ({ text, color }: { readonly text: string | null; readonly color: string | null }) => (
  <span className="tag-label" style={readableColor(color)}>
    {text === null || text.trim() === '' ? 'Without text' : text}
  </span>
)
