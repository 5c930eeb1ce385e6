import { UpdateUserGroupDocument } from '../../../../../generated/operations.ts'
import type { LabelboxError } from '../../../../core/errors.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { projectMembers } from '../projects/projectMembers.ts'
import { changedGroup, type WholeGroup } from './groupChange.ts'
import { groupList } from './groupList.ts'

/** Changes groups, one at a time. */
export function useGroupChange(): {
  readonly change: (id: string, change: (before: WholeGroup) => WholeGroup, outcome: string) => Promise<boolean>
  readonly isRunning: boolean
  readonly problem: LabelboxError | undefined
} {
  const { run, isRunning, problem } = useChange(UpdateUserGroupDocument)
  return {
    change: async (id, change, outcome) => {
      const done = await run(
        () => changedGroup(id, change),
        ({ updateUserGroupV3 }) => {
          confirmed(updateUserGroupV3?.group, 'UpdateUserGroup')
          return outcome
        },
      )
      groupList.refresh()
      // Members of a group have its roles in its projects.
      projectMembers.refresh()
      return done !== undefined
    },
    isRunning,
    problem,
  }
}
