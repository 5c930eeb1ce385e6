import { useEffect, useState } from 'react'
import { useClient, type Client } from 'urql'
import { GetInvitesDocument } from '../../../../../generated/operations.ts'
import { isLabelboxError, type LabelboxError } from '../../../../core/errors.ts'
import { byCursor } from '../../../../lists/byCursor.ts'
import { readOnce } from '../../data/readPages.ts'
import { useRefresh } from '../../data/refreshing.ts'

/** When the pending invites were sent. */
export interface InviteDates {
  /** Undefined until all are read. */
  readonly dates: readonly (string | Date | null)[] | undefined
  readonly problem: LabelboxError | undefined
  readonly refresh: () => void
}

async function readDates(client: Client): Promise<readonly (string | Date | null)[]> {
  const pages = byCursor('GetInvites', async (from, first) => {
    const { organization } = await readOnce(client, GetInvitesDocument, { from, first })
    const { nodes = [], nextCursor = null } = organization?.invites ?? {}
    return { items: nodes, nextCursor }
  })
  const dates: (string | Date | null)[] = []
  for await (const page of pages(100)) dates.push(...page.map(({ createdAt }) => createdAt))
  return dates
}

/** Reads when the pending invites were sent. */
export function useInviteDates(): InviteDates {
  const client = useClient()
  const [attempt, setAttempt] = useState(0)
  const [state, setState] = useState<Omit<InviteDates, 'refresh'>>({ dates: undefined, problem: undefined })
  useEffect(() => {
    let isWanted = true
    readDates(client).then(
      (dates) => {
        if (isWanted) setState({ dates, problem: undefined })
      },
      (error: unknown) => {
        if (isWanted && isLabelboxError(error)) setState({ dates: undefined, problem: error })
      },
    )
    return () => {
      isWanted = false
    }
  }, [client, attempt])
  const refresh = (): void => setAttempt((before) => before + 1)
  useRefresh(refresh)
  return { ...state, refresh }
}
