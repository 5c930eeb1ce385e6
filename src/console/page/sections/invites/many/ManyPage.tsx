import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import { isLabelboxError, type LabelboxError } from '../../../../../core/errors.ts'
import { consoleOrganization } from '../../../data/consoleOrganization.ts'
import { PageHeader } from '../../../parts/PageHeader.tsx'
import { Problem } from '../../../parts/Problem.tsx'
import { chosenRoles, noRoles, type OfferedRoles } from '../offeredRoles.ts'
import { EarlierRuns } from './EarlierRuns.tsx'
import { InviteListForm, type InviteListInput } from './InviteListForm.tsx'
import type { ListRow } from './inviteListText.ts'
import { InvitePreview } from './InvitePreview.tsx'
import { inviteRun } from './inviteRun.ts'
import { checkList, type CheckedRow } from './listCheck.ts'
import { addRun } from './runStore.ts'

/** Invites a list: read, check, then send. */
export default function ManyPage() {
  const [, navigate] = useLocation()
  const [input, setInput] = useState<InviteListInput>({ text: '', file: undefined })
  const [roles, setRoles] = useState<OfferedRoles>(noRoles)
  const [checking, setChecking] = useState<{ readonly done: number; readonly total: number }>()
  const [checked, setChecked] = useState<readonly CheckedRow[]>()
  const [problem, setProblem] = useState<LabelboxError>()
  const [controller] = useState(() => ({ current: new AbortController() }))
  useEffect(() => () => controller.current.abort(), [controller])

  const check = async (list: readonly ListRow[]): Promise<void> => {
    const abort = (controller.current = new AbortController())
    setProblem(undefined)
    setChecking({ done: 0, total: list.length })
    try {
      setChecked(
        await checkList(list, chosenRoles(roles), abort.signal, (done) => setChecking({ done, total: list.length })),
      )
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      if (error.code !== 'ABORTED') setProblem(error)
    } finally {
      setChecking(undefined)
    }
  }
  const send = async (rows: readonly CheckedRow[]): Promise<void> => {
    const { id: organizationId } = await consoleOrganization()
    const id = crypto.randomUUID()
    await addRun({
      id,
      organizationId,
      source: input.file?.name ?? 'pasted addresses',
      createdAt: Date.now(),
      rows: rows.filter(({ outcome }) => outcome.outcome !== 'refused').map(({ row }) => row),
      skipped: rows.filter(({ outcome }) => outcome.outcome === 'refused').map(({ outcome }) => outcome),
    })
    void inviteRun(id).send()
    navigate(`/many/${id}`)
  }

  return (
    <>
      <PageHeader title="Invite many" back={{ href: '/', title: 'Invites' }}>
        Paste addresses or choose a file. You see what would happen to each row before anything is sent.
      </PageHeader>
      {problem !== undefined && <Problem problem={problem} />}
      {checked === undefined ? (
        <>
          <InviteListForm
            input={input}
            onInput={setInput}
            roles={roles}
            onRoles={setRoles}
            checking={checking}
            onCheck={(list) => void check(list)}
            onStop={() => controller.current.abort()}
          />
          <EarlierRuns />
        </>
      ) : (
        <InvitePreview rows={checked} onBack={() => setChecked(undefined)} onSend={() => send(checked)} />
      )}
    </>
  )
}
