import { normalizeEmail } from '../../organization/email.ts'

/** A role in a project or a user group, for someone who is invited. */
export interface Offer {
  /** The id of the project or group; the name of a group that does not exist yet. */
  readonly of: string
  /** The name in the file. */
  readonly name: string
  readonly role: { readonly id: string; readonly name: string | null }
}

/** The roles that the projects or the user groups of the file have for people who are not members yet. */
export class Offers {
  readonly #byMailbox = new Map<string, Offer[]>()

  add(email: string, offer: Offer): void {
    const mailbox = normalizeEmail(email)
    this.#byMailbox.set(mailbox, [...this.to(email), offer])
  }

  to(email: string): readonly Offer[] {
    return this.#byMailbox.get(normalizeEmail(email)) ?? []
  }
}
