import type { Labelbox, Organization } from 'labelbox-org'

/** A group of methods. */
export interface Part {
  readonly heading: string
  /** What it shows, and why it matters. */
  readonly sentence: string
  /** Calls the methods that read. This runs against the real API too. */
  readonly read: (organization: Organization) => Promise<void>
  /** Calls the methods that create, change and delete: in the sandbox only. */
  readonly change: (organization: Organization, local: Local) => Promise<void>
}

/** The sandbox, and the client that is connected to it. */
export interface Local {
  readonly labelbox: Labelbox
  readonly endpoint: string
}

/** The value, which the seeded sandbox has. */
export function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The sandbox has less data than the tour needs.')
  return value
}
