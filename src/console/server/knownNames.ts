import { isRecord } from '../../core/guards.ts'

const maxNames = 100_000

/** The members of a record that name it for people, best first. */
const naming = ['email', 'inviteeEmail', 'text', 'name'] as const

/**
 * What records are called, learned from the responses that pass. A change names its record by id alone, and the list of
 * changes has to show whom it was about, also after the record is gone.
 */
export class KnownNames {
  readonly #names = new Map<string, string>()

  of(id: string): string | undefined {
    return this.#names.get(id)
  }

  /** Reads the names in a response. */
  learn(data: unknown): void {
    if (Array.isArray(data)) for (const each of data as readonly unknown[]) this.learn(each)
    else if (isRecord(data)) {
      const { id } = data
      const name =
        naming.map((member) => data[member]).find((value) => typeof value === 'string' && value !== '') ??
        originOfUrl(data['url'])
      if (typeof id === 'string' && typeof name === 'string') this.#set(id, name)
      for (const value of Object.values(data)) if (typeof value === 'object') this.learn(value)
    }
  }

  #set(id: string, name: string): void {
    this.#names.delete(id)
    this.#names.set(id, name)
    for (const oldest of this.#names.keys()) {
      if (this.#names.size <= maxNames) return
      this.#names.delete(oldest)
    }
  }
}

/** The address of a webhook without its path and query, which may hold secrets of the receiver. */
export const originOfUrl = (url: unknown): string | undefined =>
  typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined
