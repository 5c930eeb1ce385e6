import type { ReactNode } from 'react'

/** What a badge says by its color, beside its words. */
export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad'

/** A short word about a record. */
export const Badge = ({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) => (
  <span className={`badge badge-${tone}`}>{children}</span>
)
