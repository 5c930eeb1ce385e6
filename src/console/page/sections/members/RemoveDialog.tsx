import { GetApiKeysDocument, GetUserGroupsDocument, RemoveUserDocument } from '../../../../../generated/operations.ts'
import { useChange } from '../../data/useChange.ts'
import { useRead } from '../../data/useRead.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { roleOf } from './memberFilters.ts'
import { updateListed, type ListedMember } from './memberList.ts'
import { isNone } from './useRoles.ts'

/** Removes a member, and says beforehand what goes along. */
export default function RemoveDialog({
  member,
  onClose,
  onRemoving,
  onRemoved,
}: {
  readonly member: ListedMember
  readonly onClose: () => void
  /** Called with `true` before the request, so that the page stops reading the member, and with `false` if it fails. */
  readonly onRemoving?: (isUnderWay: boolean) => void
  readonly onRemoved?: () => void
}) {
  const { run, isRunning, problem } = useChange(RemoveUserDocument)
  const who = member.email ?? member.name ?? member.id
  const confirm = async (): Promise<void> => {
    onRemoving?.(true)
    const done = await run({ id: member.id }, () => `Removed ${who} from the organization.`)
    if (done === undefined) return onRemoving?.(false)
    onClose()
    updateListed(member.id, undefined)
    onRemoved?.()
  }
  return (
    <ChangeDialog
      title={`Remove ${member.name ?? who}?`}
      action="Remove"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        <strong>{who}</strong> loses access to the organization. Only a new invite brings somebody back.
      </p>
      <Consequences member={member} />
    </ChangeDialog>
  )
}

/** What a removal takes along, as far as the API shows it to this key. */
function Consequences({ member }: { readonly member: ListedMember }) {
  const keys = useRead(GetApiKeysDocument, {})
  const groups = useRead(GetUserGroupsDocument, { first: 100 })
  const theirKeys = [...(keys.data?.user?.apiKeys ?? []), ...(keys.data?.user?.apiKeysOtherUsers ?? [])].filter(
    ({ userId, revoked }) => userId === member.id && revoked !== true,
  )
  const theirGroups = (groups.data?.userGroupsV2?.nodes ?? []).filter((group) =>
    group.members.nodes.some(({ id }) => id === member.id),
  )
  const role = roleOf(member)
  return (
    <dl className="consequences">
      <div>
        <dt>Access</dt>
        <dd>
          {isNone(role)
            ? 'Every role in a project ends.'
            : `The role ${role} ends, and with it the access to all projects.`}
        </dd>
      </div>
      <div>
        <dt>API keys</dt>
        <dd>
          {keys.isLoading
            ? 'Looking …'
            : keys.problem !== undefined
              ? 'Could not be read. Keys of a removed member stop working.'
              : theirKeys.length === 0
                ? 'None that this key can see.'
                : `${theirKeys.map(({ name }) => name ?? 'without a name').join(', ')}: they stop working.`}
        </dd>
      </div>
      <div>
        <dt>Groups</dt>
        <dd>
          {groups.isLoading
            ? 'Looking …'
            : groups.problem !== undefined
              ? 'Could not be read. A removed member leaves all groups.'
              : theirGroups.length === 0
                ? 'None.'
                : `Leaves ${theirGroups.map(({ name }) => name ?? 'a group').join(', ')}.`}
        </dd>
      </div>
      <div>
        <dt>Seat</dt>
        <dd>One becomes free.</dd>
      </div>
    </dl>
  )
}
