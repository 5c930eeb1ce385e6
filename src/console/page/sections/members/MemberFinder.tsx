import { usePagedList } from '../../data/keptLists.ts'
import { Finder } from '../../parts/Finder.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { roleOf } from './memberFilters.ts'
import { memberList, type ListedMember } from './memberList.ts'
import { isNone } from './useRoles.ts'

/**
 * Finds a member whose access comes from single projects. Others have every project by their role in the organization, and
 * can have no role in a single project or group.
 */
export function MemberFinder({
  value,
  except,
  onChange,
}: {
  readonly value: string | undefined
  /** Ids of members that are not offered. */
  readonly except: ReadonlySet<string>
  readonly onChange: (member: ListedMember | undefined) => void
}) {
  // The API filters members by neither a part of the address nor the role, so all are read.
  const list = memberList('email_ASC')
  const { rows, isComplete, problem } = usePagedList(list, true)
  const offered = rows.filter((member) => isNone(roleOf(member)) && !except.has(member.id))
  return (
    <>
      {problem !== undefined && <Problem problem={problem} onRetry={list.loadMore} />}
      <Finder
        label="Member"
        placeholder="Type a part of the name or address"
        options={offered.map(({ id, email, name }) => ({
          value: id,
          label: email ?? name ?? id,
          hint: name ?? undefined,
        }))}
        value={value}
        onChange={(id) => onChange(offered.find((member) => member.id === id))}
        status={
          isComplete
            ? 'Only members without a role in the organization can be added: others have access to every project.'
            : `Looked at ${rows.length.toLocaleString()} members so far.`
        }
      />
    </>
  )
}
