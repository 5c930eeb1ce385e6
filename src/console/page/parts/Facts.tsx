import type { ReactNode } from 'react'

/** Facts about a record, each with its name. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>

/** One of the {@link Facts}. */
export const Fact = ({
  title,
  isLong,
  children,
}: {
  readonly title: string
  /** Takes the place of two. */
  readonly isLong?: boolean
  readonly children: ReactNode
}) => (
  <div className={isLong === true ? 'facts-long' : undefined}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

/** What a change takes along, as `Fact`s. */
export const Consequences = ({ children }: { readonly children: ReactNode }) => (
  <dl className="consequences">{children}</dl>
)
