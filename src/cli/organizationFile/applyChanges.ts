import { atATime } from '../../organization/bulk/atATime.ts'
import { roleKey } from '../../organization/roles/roles.ts'
import type { AppliedChange } from '../json/applyJson.ts'
import type { Invocation } from '../invocation.ts'
import { messageOf } from '../output/errorMessages.ts'
import { progressBar } from '../output/progressBar.ts'
import type { Session } from '../session/session.ts'
import type { ChangeEnd, PlannedCall } from './plannedCall.ts'

/** Calls that are in flight at a time. */
const callsAtATime = 8

/** Makes the changes, stage by stage. After a stage in which one failed, nothing more is sent. */
export async function applyChanges(
  stages: readonly (readonly PlannedCall[])[],
  session: Session,
): Promise<readonly AppliedChange[]> {
  const total = stages.flat().reduce((sum, { changes }) => sum + changes.length, 0)
  const bar = await progressBar(session.invocation.io, 'Applying')
  const applied: AppliedChange[] = []
  let hasFailed = false
  try {
    for (const stage of stages) {
      const inTurn = atATime(callsAtATime)
      const settled: (readonly AppliedChange[])[] = []
      await Promise.all(
        stage.map((call, place) =>
          inTurn(async () => {
            const ends = hasFailed ? [] : await run(call, session)
            hasFailed ||= ends.some(({ outcome }) => outcome !== 'done')
            settled[place] = call.changes.map((each, index) => toApplied(each, ends[index]))
            bar.update({ done: applied.length + settled.flat().length, total, counts: {} })
          }),
        ),
      )
      applied.push(...settled.flat())
    }
  } finally {
    bar.end()
  }
  return applied
}

/** How the changes of a call ended. */
async function run(call: PlannedCall, { organization, request, invocation }: Session): Promise<readonly ChangeEnd[]> {
  try {
    if ('sendEach' in call) return await call.sendEach(organization, request)
    await call.send(organization, request)
    return call.changes.map(() => ({ outcome: 'done' }))
  } catch (error) {
    const end = await endOf(error, invocation)
    return call.changes.map(() => end)
  }
}

async function endOf(error: unknown, invocation: Invocation): Promise<ChangeEnd> {
  const { isLabelboxError } = await import('../../index.ts')
  if (!isLabelboxError(error)) throw error
  const { code, mayHaveRun } = error
  return { outcome: mayHaveRun ? 'unknown' : 'failed', code, reason: messageOf(error, invocation) }
}

export const toApplied = (
  planned: PlannedCall['changes'][number],
  { outcome, code = null, reason = null }: ChangeEnd = { outcome: 'not-attempted' },
): AppliedChange => ({ ...planned, outcome, code, reason })

/** Whether a person has their earlier roles in projects again. A role in the organization only hides them. */
export const hasEarlierRoles = ({ kind, after, outcome }: AppliedChange): boolean =>
  kind === 'set-role' && roleKey(after) === 'NONE' && outcome === 'done'
