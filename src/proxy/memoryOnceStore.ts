import type { OnceStore, RememberedChange } from '../core/onceStore.ts'

/** Changes remembered at a time: far more than Labelbox's quota allows in the minutes that an id is kept. */
const maxChanges = 20_000

/** Characters of all outcomes together. Of a change whose outcome finds no room, it is known that it was sent. */
const maxCharacters = 16 * 1024 * 1024

interface Entry extends RememberedChange {
  readonly endsAt: number
}

/**
 * Remembers changes in the memory of this process. If it is full of changes that it must not forget yet, it takes no more,
 * and the proxy refuses further ones.
 *
 * @param now - Milliseconds on a clock that never goes back.
 */
export function memoryOnceStore(now: () => number = () => performance.now()): OnceStore {
  // In the order of their end, as all are kept for the same time.
  const entries = new Map<string, Entry>()
  let characters = 0
  const forget = (id: string): void => {
    characters -= entries.get(id)?.outcome?.length ?? 0
    entries.delete(id)
  }
  const known = (id: string): Entry | undefined => {
    for (const [old, { endsAt }] of entries) {
      if (endsAt > now()) break
      forget(old)
    }
    return entries.get(id)
  }
  return {
    claim(id, claimant, ms) {
      const before = known(id)
      if (before === undefined) {
        if (entries.size >= maxChanges) {
          return Promise.reject(new Error('memoryOnceStore is full. Use redisOnceStore of labelbox-org/redis.'))
        }
        entries.set(id, { claimant, endsAt: now() + ms })
      }
      return Promise.resolve(before)
    },
    settle(id, claimant, outcome) {
      const entry = known(id)
      if (entry?.claimant === claimant && entry.outcome === undefined) {
        const kept = characters + outcome.length > maxCharacters ? '' : outcome
        entries.set(id, { ...entry, outcome: kept })
        characters += kept.length
      }
      return Promise.resolve()
    },
    release(id, claimant) {
      if (known(id)?.claimant === claimant) forget(id)
      return Promise.resolve()
    },
    read: (id) => Promise.resolve(known(id)),
  }
}
