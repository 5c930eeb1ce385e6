import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { CopyCheck } from 'lucide-react'
import { useId, useState } from 'react'
import { useDelayed } from '../../data/useDelayed.ts'
import { usePagedList } from '../../data/keptLists.ts'
import { useOrganizationChange } from '../../data/useOrganizationChange.ts'
import { Button } from '../../parts/Button.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { cancelledWords, keepInvite } from './cancelEach.ts'
import { duplicateInvites, type DuplicateInvites } from './duplicateInvites.ts'
import { inviteList, type ListedInvite } from './inviteList.ts'

const maxShown = 50

const words: ProblemWordsByCode = {
  RESOURCE_CONFLICT: {
    title: 'The invite that is to stay is no longer pending',
    advice: 'It was accepted or cancelled, so the others stay as they are. The list is read again: choose once more.',
  },
}

/** Addresses with several pending invites: all but one are cancelled. */
export default function DuplicatesPage() {
  const { rows, isComplete, problem } = usePagedList(inviteList, true)
  const duplicates = duplicateInvites(rows)
  const showsSkeleton = useDelayed(!isComplete && duplicates.length === 0 && problem === undefined)
  return (
    <>
      <PageHeader title="Duplicate invites" back={{ href: '/', title: 'Invites' }}>
        Labelbox sends a further invite to an address without a word. Each takes a seat, and each link in a mail works.
        One should stay: by default the newest, because its mail is on top in the inbox.
      </PageHeader>
      {problem !== undefined && <Problem problem={problem} onRetry={inviteList.loadMore} />}
      {showsSkeleton && <Skeleton lines={4} />}
      {isComplete && duplicates.length === 0 && (
        <EmptyState icon={<CopyCheck size={28} />} title="No address has several invites" />
      )}
      {duplicates.slice(0, maxShown).map((each) => (
        <MergeCard key={`${each.key} ${each.invites.map(({ id }) => id).join()}`} duplicates={each} />
      ))}
      {duplicates.length > maxShown && (
        <p className="soft">
          The first {maxShown} of {duplicates.length.toLocaleString()}. Others follow as you merge.
        </p>
      )}
    </>
  )
}

function MergeCard({ duplicates: { key, invites, hasDifferentRoles } }: { readonly duplicates: DuplicateInvites }) {
  const [keptId, setKeptId] = useState(invites[0]?.id ?? '')
  const { run, isRunning, problem } = useOrganizationChange()
  const heading = useId()
  const kept = invites.find(({ id }) => id === keptId)
  const others = invites.filter((invite) => invite !== kept)
  const merge = (): void => {
    if (kept === undefined) return
    void run(async (organization) => {
      const result = await keepInvite(organization, kept, others)
      return `${cancelledWords(result)} ${kept.inviteeEmail ?? key} keeps one.`
    })
  }
  return (
    <section className="card duplicate" aria-labelledby={heading}>
      <h2 id={heading}>{key}</h2>
      {hasDifferentRoles && (
        <p className="note">These invites offer different roles. Keep the one whose role this person should have.</p>
      )}
      <RadioGroup
        className="duplicate-invites"
        aria-labelledby={heading}
        value={keptId}
        onValueChange={(id) => setKeptId(id)}
      >
        {invites.map((invite, index) => (
          <label key={invite.id} className="duplicate-invite">
            <Radio.Root value={invite.id} className="radio">
              <Radio.Indicator className="radio-mark" />
            </Radio.Root>
            <span className="person-text">
              <span className="person-name">{invite.inviteeEmail}</span>
              <span className="person-email">
                {offerWords(invite)} · sent <Moment at={invite.createdAt} none="at an unknown time" />
              </span>
            </span>
            <span className={invite === kept ? 'duplicate-stays' : 'soft'}>
              {invite === kept ? (index === 0 ? 'Stays: the newest' : 'Stays: you chose it') : 'Is cancelled'}
            </span>
          </label>
        ))}
      </RadioGroup>
      {problem !== undefined && <Problem problem={problem} words={words} />}
      <div className="dialog-actions">
        <Button kind="primary" isBusy={isRunning} onClick={merge}>
          Keep one, cancel {others.length}
        </Button>
      </div>
    </section>
  )
}

function offerWords({ organizationRoleName, projectInvites }: ListedInvite): string {
  const count = (projectInvites ?? []).length
  const role = organizationRoleName ?? 'None'
  if (count === 0) return role
  return `${role}, roles in ${count} ${count === 1 ? 'project' : 'projects'}`
}
