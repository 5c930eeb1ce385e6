import { useEffect, useState } from 'react'
import { Link } from 'wouter'
import { consoleOrganization } from '../../../data/consoleOrganization.ts'
import { Moment } from '../../../parts/Moment.tsx'
import { storedRuns, type StoredRun } from './runStore.ts'

/** The lists that this browser has sent, whole or in part. */
export function EarlierRuns() {
  const [runs, setRuns] = useState<readonly StoredRun[]>([])
  useEffect(() => {
    let isWanted = true
    const read = async (): Promise<void> => {
      const found = await storedRuns((await consoleOrganization()).id)
      if (isWanted) setRuns(found)
    }
    // Without the browser's database there are none, and without a connection the page says so itself.
    read().catch(() => undefined)
    return () => {
      isWanted = false
    }
  }, [])
  if (runs.length === 0) return null
  return (
    <section className="card" aria-labelledby="earlier">
      <h2 id="earlier">Earlier lists</h2>
      <ul className="earlier-runs">
        {runs.map(({ id, rows, source, createdAt }) => (
          <li key={id}>
            <Link href={`/many/${id}`}>
              {rows.length.toLocaleString()} {rows.length === 1 ? 'person' : 'people'} from {source}
            </Link>{' '}
            <span className="soft">
              <Moment at={new Date(createdAt)} />
            </span>
          </li>
        ))}
      </ul>
      <p className="field-hint">This browser keeps them, with the addresses, until you forget them.</p>
    </section>
  )
}
