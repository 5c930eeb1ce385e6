import { useCallback, useRef, useState } from 'react'
import { useClient, type AnyVariables, type TypedDocumentNode } from 'urql'
import { isLabelboxError, toLabelboxError, type LabelboxError } from '../../../urql/index.ts'
import { refreshActivity } from './activity.ts'
import { say } from './outcomes.ts'
import { tellOtherWindows } from './refreshing.ts'

/** A change that can be made. */
export interface Change<Data, Variables> {
  /**
   * Makes the change, and says that it is done. Undefined if it failed, or if the last one is still under way: a second
   * click changes nothing.
   *
   * @param variables Or a function that reads what they need. It may throw a `LabelboxError`: then nothing is sent.
   * @param done Says the outcome. It throws a `LabelboxError` for a response that does not confirm the change.
   */
  readonly run: (
    variables: Variables | (() => Promise<Variables>),
    done: (data: Data) => string,
  ) => Promise<Data | undefined>
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
        const prepared: Variables =
          typeof variables === 'function' ? await (variables as () => Promise<Variables>)() : variables
        const { data, error } = await client.mutation<Data>(document, prepared).toPromise()
        if (error !== undefined) {
          setState({ isRunning: false, problem: toLabelboxError(error, { data, kind: 'mutation' }) })
          return undefined
        }
        if (data !== undefined) say(done(data))
        setState({ isRunning: false })
        return data
      } catch (thrown) {
        if (!isLabelboxError(thrown)) throw thrown
        setState({ isRunning: false, problem: thrown })
        return undefined
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
