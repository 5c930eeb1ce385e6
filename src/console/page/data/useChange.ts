import { useCallback, useRef, useState } from 'react'
import { useClient, type AnyVariables, type TypedDocumentNode } from 'urql'
import { toLabelboxError, type LabelboxError } from '../../../urql/index.ts'
import { refreshActivity } from './activity.ts'
import { say } from './outcomes.ts'
import { tellOtherWindows } from './refreshing.ts'

/** A change that can be made. */
export interface Change<Data, Variables> {
  /**
   * Makes the change, and says that it is done. Undefined if it failed, or if the last one is still under way: a second
   * click changes nothing.
   */
  readonly run: (variables: Variables, done: (data: Data) => string) => Promise<Data | undefined>
  readonly isRunning: boolean
  /** Why the last one failed. */
  readonly problem: LabelboxError | undefined
  /** Forgets the problem. */
  readonly reset: () => void
}

/** Makes changes of one kind, one at a time. */
export function useChange<Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
): Change<Data, Variables> {
  const client = useClient()
  const isUnderWay = useRef(false)
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly problem?: LabelboxError }>({
    isRunning: false,
  })
  const run = useCallback<Change<Data, Variables>['run']>(
    async (variables, done) => {
      if (isUnderWay.current) return undefined
      isUnderWay.current = true
      setState({ isRunning: true })
      try {
        const { data, error } = await client.mutation<Data>(document, variables).toPromise()
        if (error !== undefined) {
          setState({ isRunning: false, problem: toLabelboxError(error, undefined, data, 'mutation') })
          return undefined
        }
        setState({ isRunning: false })
        if (data === undefined) return undefined
        say(done(data))
        return data
      } finally {
        isUnderWay.current = false
        tellOtherWindows()
        refreshActivity()
      }
    },
    [client, document],
  )
  const reset = useCallback(() => setState({ isRunning: false }), [])
  return { run, reset, isRunning: state.isRunning, problem: state.problem }
}
