import { FolderOpen } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { SetProjectRoleDocument } from '../../../../../generated/operations.ts'
import { isLabelboxError, type LabelboxError } from '../../../../core/errors.ts'
import { useChange } from '../../data/useChange.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { roleOf } from './memberFilters.ts'
import type { ListedMember } from './memberList.ts'
import { readProjectRoles, type ProjectRole } from './projectRoles.ts'
import { isNone, type KnownRole } from './useRoles.ts'

/** The projects that a member can work in, and their roles there. */
export function ProjectAccess({
  member,
  roles,
}: {
  readonly member: ListedMember
  readonly roles: readonly KnownRole[]
}) {
  const role = roleOf(member)
  return (
    <section className="card" aria-labelledby="project-access">
      <h2 id="project-access">Project access</h2>
      {isNone(role) ? (
        <RolesInProjects member={member} roles={roles} />
      ) : (
        <p>
          The organization role <strong>{role}</strong> gives access to all projects. To give roles in single projects,
          change the role to “No organization role” first.
        </p>
      )}
    </section>
  )
}

/** Number of projects to look into before the person is asked: each takes requests of its own. */
const batch = 20

function RolesInProjects({ member, roles }: { readonly member: ListedMember; readonly roles: readonly KnownRole[] }) {
  const client = useClient()
  const { id } = member
  const [found, setFound] = useState<readonly ProjectRole[]>([])
  const [state, setState] = useState<'reading' | 'waiting' | 'complete'>('reading')
  const [problem, setProblem] = useState<LabelboxError>()
  const [attempt, setAttempt] = useState(0)
  const reading = useRef<AsyncGenerator<readonly ProjectRole[], void, undefined>>(undefined)
  const more = useCallback(async (pages: AsyncGenerator<readonly ProjectRole[], void, undefined>): Promise<void> => {
    const isWanted = (): boolean => reading.current === pages
    setState('reading')
    try {
      for (let count = 0; count < batch;) {
        const { value, done } = await pages.next()
        if (!isWanted()) return
        if (done === true) {
          setState('complete')
          return
        }
        count += value.length
        setFound((before) => [...before, ...value])
      }
      setState('waiting')
    } catch (error) {
      if (!isWanted()) return
      setState('waiting')
      if (isLabelboxError(error)) setProblem(error)
    }
  }, [])
  useEffect(() => {
    setFound([])
    setProblem(undefined)
    reading.current = readProjectRoles(client, id)
    void more(reading.current)
    return () => {
      reading.current = undefined
    }
  }, [client, id, attempt, more])
  const isReading = state === 'reading'
  const change = useChange(SetProjectRoleDocument)
  const showsSkeleton = useDelayed(isReading && found.length === 0)
  const options = roles.map(({ id: value, name }) => ({ value, label: isNone(name) ? 'No access' : name }))
  const setRole = async ({ project }: ProjectRole, roleId: string): Promise<void> => {
    const name = roles.find((role) => role.id === roleId)?.name ?? ''
    const who = member.email ?? member.id
    const where = project.name ?? project.id
    const done = await change.run({ userId: id, roleId, projectId: project.id }, () =>
      isNone(name) ? `${who} has no role in ${where} any more.` : `${who} now has the role ${name} in ${where}.`,
    )
    if (done === undefined) return
    setFound((before) =>
      before.map((each) =>
        each.project.id === project.id ? { project, role: isNone(name) ? undefined : name } : each,
      ),
    )
  }
  return (
    <>
      <p className="soft" aria-live="polite">
        {isReading
          ? `Looked into ${found.length} projects so far.`
          : `A role in ${found.filter(({ role }) => role !== undefined).length} of ${found.length} projects${state === 'waiting' ? ' so far' : ''}.`}
      </p>
      {showsSkeleton && <Skeleton lines={4} />}
      {problem !== undefined && <Problem problem={problem} onRetry={() => setAttempt(attempt + 1)} />}
      {change.problem !== undefined && <Problem problem={change.problem} />}
      {!isReading && found.length === 0 && problem === undefined && (
        <EmptyState icon={<FolderOpen size={28} />} title="There are no projects" />
      )}
      <ul className="access-list">
        {found.map((each) => (
          <li key={each.project.id}>
            <span>{each.project.name ?? each.project.id}</span>
            <Choice
              label={`Role in ${each.project.name ?? each.project.id}`}
              isLabelHidden
              value={
                roles.find(({ name }) => (each.role === undefined ? isNone(name) : name === each.role))?.id ?? null
              }
              options={options}
              onChange={(roleId) => void setRole(each, roleId)}
            />
          </li>
        ))}
      </ul>
      {state === 'waiting' && problem === undefined && (
        <Button onClick={() => reading.current !== undefined && void more(reading.current)}>
          Look into more projects
        </Button>
      )}
    </>
  )
}
