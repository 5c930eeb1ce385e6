import { UserMinus, UserPen } from 'lucide-react'
import { Suspense, useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import { GetMemberDocument } from '../../../../../generated/operations.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { useRead } from '../../data/useRead.ts'
import { Button } from '../../parts/Button.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { RoleBadge } from './RoleBadge.tsx'
import { ProjectAccess } from './ProjectAccess.tsx'
import { RemoveDialog, RoleDialog } from './dialogs.ts'
import { useOwner, useRoles } from './useRoles.ts'

const back = { href: '/', title: 'Members' }

/** One member: facts, role, project access, removal. */
export default function MemberPage({ id }: { readonly id: string }) {
  const [isPaused, setIsPaused] = useState(false)
  const { data, problem, isLoading, refresh } = useRead(GetMemberDocument, { id }, { isPaused })
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<'role' | 'remove'>()
  const roles = useRoles()
  const owner = useOwner()
  const showsSkeleton = useDelayed(isLoading)
  const member = data?.user
  const close = (): void => setOpen(undefined)

  if (member === undefined || member === null || showsSkeleton) {
    return (
      <>
        <PageHeader title="Member" back={back} />
        {showsSkeleton && <Skeleton lines={5} />}
        {problem !== undefined && <Problem problem={problem} onRetry={refresh} />}
        {member === null && problem === undefined && <EmptyState title="There is no such member" />}
      </>
    )
  }
  const isOwner = owner?.id === member.id
  return (
    <>
      <PageHeader
        title={member.name ?? member.email ?? 'Member'}
        back={back}
        actions={
          member.deleted !== true && (
            <>
              <Button icon={<UserPen size={16} aria-hidden="true" />} onClick={() => setOpen('role')}>
                Change the role
              </Button>
              <Button
                kind="danger"
                icon={<UserMinus size={16} aria-hidden="true" />}
                disabled={isOwner}
                title={isOwner ? 'The API key belongs to this person' : undefined}
                onClick={() => setOpen('remove')}
              >
                Remove
              </Button>
            </>
          )
        }
      >
        {member.email} <RoleBadge member={member} />
      </PageHeader>
      {member.deleted === true && <p className="notice">This member was removed. A new invite brings them back.</p>}
      <section className="card" aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <dl className="facts">
          <Fact title="Last login">
            <Moment at={member.lastLoginAt} />
          </Fact>
          <Fact title="Joined">
            <Moment at={member.createdAt} none="Unknown" />
          </Fact>
          <Fact title="Kind">{member.isExternalUser === true ? 'External' : 'Internal'}</Fact>
          <Fact title="Nickname">{member.nickname ?? 'None'}</Fact>
          <Fact title="Id" isLong>
            <code>{member.id}</code>
            <CopyButton text={member.id} what="id" />
          </Fact>
        </dl>
      </section>
      {member.deleted !== true && <ProjectAccess member={member} roles={roles} />}
      <Suspense fallback={null}>
        {open === 'role' && <RoleDialog member={member} roles={roles} onClose={close} />}
        {open === 'remove' && (
          <RemoveDialog member={member} onClose={close} onRemoving={setIsPaused} onRemoved={() => navigate('/')} />
        )}
      </Suspense>
    </>
  )
}

const Fact = ({
  title,
  isLong = false,
  children,
}: {
  readonly title: string
  readonly isLong?: boolean
  readonly children: ReactNode
}) => (
  <div className={isLong ? 'facts-long' : undefined}>
    <dt>{title}</dt>
    <dd>{children}</dd>
  </div>
)
