import type { Entry } from './ledger.ts'

/** An invite with the entries between which it was pending. */
export interface Sent {
  readonly id: string
  /** As stored: each call of a sequence has its own spelling. */
  readonly email: string
  readonly sentAt: number
  /** `Infinity` while it is pending. */
  endedAt: number
  /** Whether it was accepted. */
  isAccepted: boolean
}

/** Whether two spellings are the same address. */
export const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** Questions to the ledger. A moment is the number of an entry: the state at `mark` is the one after that entry. */
export class Truth {
  readonly invites = new Map<string, Sent>()
  readonly tags: readonly Entry[]
  readonly #joined: readonly Entry[]

  constructor(entries: readonly Entry[]) {
    this.tags = entries.filter(({ kind }) => kind === 'tagged')
    this.#joined = entries.filter(({ kind }) => kind === 'joined')
    for (const { kind, seq, id, text } of entries) {
      if (kind === 'sent') {
        this.invites.set(id, { id, email: text, sentAt: seq, endedAt: Infinity, isAccepted: false })
      }
      const invite = kind === 'ended' ? this.invites.get(id) : undefined
      if (invite === undefined) continue
      invite.endedAt = seq
      invite.isAccepted = this.#joined.some((entry) => entry.seq < seq && isSame(entry.text, text))
    }
  }

  /** All invites to an address, ended ones included. */
  to(address: string): readonly Sent[] {
    return [...this.invites.values()].filter(({ email }) => isSame(email, address))
  }

  /** Whether it was pending at any moment between two marks. */
  wasPending = ({ sentAt, endedAt }: Sent, from: number, to = from): boolean => sentAt <= to && endedAt > from

  /** Whether it was pending at every moment between them. */
  stayedPending = ({ sentAt, endedAt }: Sent, from: number, to: number): boolean => sentAt <= from && endedAt > to

  /** Who was a member at that moment. */
  joinedBy = (mark: number): readonly Entry[] => this.#joined.filter(({ seq }) => seq <= mark)

  /** The smallest and the largest number of seats taken, without those taken before. */
  seatsTaken(from: number, to: number): readonly [least: number, most: number] {
    const changes = [
      ...[...this.invites.values()].flatMap(({ sentAt, endedAt }) => [
        [sentAt, 1],
        [endedAt, -1],
      ]),
      ...this.#joined.map(({ seq }) => [seq, 1]),
    ] as [number, number][]
    const at = (mark: number): number => changes.reduce((sum, [seq, by]) => (seq <= mark ? sum + by : sum), 0)
    const counts = [from, ...changes.map(([seq]) => seq).filter((seq) => seq > from && seq <= to)].map(at)
    return [Math.min(...counts), Math.max(...counts)]
  }
}
