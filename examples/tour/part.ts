import type { Labelbox, Organization } from 'labelbox-org'

/** A group of methods. */
export interface Part {
  readonly heading: string
  /** Shows what there is, and changes nothing: this runs against the real API too. */
  readonly read: (organization: Organization) => Promise<void>
  /** Makes, changes and removes: in the sandbox only. */
  readonly change: (organization: Organization, local: Local) => Promise<void>
}

/** The sandbox, and the client that is connected to it. */
export interface Local {
  readonly labelbox: Labelbox
  readonly endpoint: string
}

/** What has to be there, as the sandbox is filled with it. */
export function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The sandbox has less than the tour needs.')
  return value
}
