import type { ReactNode } from 'react'

/** Facts about a record, each with its name. */
export const Facts = ({ children }: { readonly children: ReactNode }) => <dl className="facts">{children}</dl>

/** One of the {@link Facts}. */
export const Fact = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <div>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)

/** What a change takes along, as `Fact`s. */
export const Consequences = ({ children }: { readonly children: ReactNode }) => (
  <dl className="consequences">{children}</dl>
)
