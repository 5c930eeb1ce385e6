import { useCallback, useRef, useState } from 'react'
import { isLabelboxError, type LabelboxError } from '../../../core/errors.ts'
import type { Organization } from '../../../organization/organization.ts'
import { say } from './outcomes.ts'
import { refreshActivity } from './activity.ts'
import { consoleOrganization } from './consoleOrganization.ts'
import { tellOtherWindows } from './refreshing.ts'

/** A change through the methods of the organization, such as several that belong together. */
export interface OrganizationChange {
  /**
   * Makes the change, and says the sentence that it returns. False if it failed, or if the last one is still under way: a
   * second click changes nothing.
   */
  readonly run: (change: (organization: Organization) => Promise<string>) => Promise<boolean>
  readonly isRunning: boolean
  /** Why the last one failed. */
  readonly problem: LabelboxError | undefined
}

/** Makes changes through the methods of the organization, one at a time. */
export function useOrganizationChange(): OrganizationChange {
  const isUnderWay = useRef(false)
  const [state, setState] = useState<{ readonly isRunning: boolean; readonly problem?: LabelboxError }>({
    isRunning: false,
  })
  const run = useCallback<OrganizationChange['run']>(async (change) => {
    if (isUnderWay.current) return false
    isUnderWay.current = true
    setState({ isRunning: true })
    try {
      say(await change(await consoleOrganization()))
      setState({ isRunning: false })
      return true
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      setState({ isRunning: false, problem: error })
      return false
    } finally {
      isUnderWay.current = false
      tellOtherWindows()
      refreshActivity()
    }
  }, [])
  return { run, isRunning: state.isRunning, problem: state.problem }
}
