import { useQuery, type AnyVariables, type TypedDocumentNode } from 'urql'
import { toLabelboxError, type LabelboxError } from '../../../urql/index.ts'
import { useRefresh } from './refreshing.ts'

/** What a query has brought so far. */
export interface Reading<Data> {
  readonly data: Data | undefined
  readonly problem: LabelboxError | undefined
  /** Whether the first response is awaited. */
  readonly isLoading: boolean
  readonly refresh: () => void
}

/**
 * Reads a query, and reads it again after every change that concerns it: here, in another window, and when the connection
 * is back.
 */
export function useRead<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { isPaused = false }: { readonly isPaused?: boolean } = {},
): Reading<Data> {
  const [{ data, error, fetching }, execute] = useQuery<Data>({ query, variables, pause: isPaused })
  const refresh = (): void => {
    if (!isPaused) execute({ requestPolicy: 'network-only' })
  }
  useRefresh(refresh)
  return {
    data,
    problem: error && toLabelboxError(error, { data, kind: 'query' }),
    isLoading: fetching && data === undefined,
    refresh,
  }
}
