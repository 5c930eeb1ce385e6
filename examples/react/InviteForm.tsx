import { GetRolesDocument, GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import { LabelboxError, originOf } from 'labelbox-org/urql'
import { useId, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Problem } from './Problem.tsx'

const rolesPage = { skip: 0, first: 100 }

// For a null invite the API returns neither an error nor a reason.
const refused = (data: object): LabelboxError =>
  new LabelboxError({
    ...originOf(data),
    code: 'INVITE_REFUSED',
    operationName: 'InviteUser',
    message: 'Labelbox sent no invite and gave no reason. Check that the address is not your own or a member’s.',
  })

export function InviteForm({ organizationId }: { readonly organizationId: string }) {
  const id = useId()
  const [roles] = useQuery({ query: GetRolesDocument, variables: rolesPage })
  const [user] = useQuery({ query: GetUserDocument })
  const [email, setEmail] = useState('')
  const [roleId, setRoleId] = useState('')
  const [sent, send] = useMutation(InviteUserDocument)

  const inviterId = user.data?.user?.id
  const choices = roles.data?.roles ?? []
  const result = sent.data?.createInvites?.[0]
  const problem =
    sent.error ?? (sent.data && !result?.invite ? refused(sent.data) : undefined) ?? roles.error ?? user.error

  const invite = async (): Promise<void> => {
    // Enter submits the form while a request is in progress; sending twice would invite twice.
    if (inviterId === undefined || sent.fetching) return
    const data = [{ inviterId, organizationId, organizationRoleId: roleId, inviteeEmail: email, projects: [] }]
    const { data: sentData } = await send({ data })
    if (sentData?.createInvites?.[0]?.invite) setEmail('')
  }

  return (
    <section aria-labelledby="invite">
      <h2 id="invite">Invite someone</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void invite()
        }}
      >
        <label htmlFor={`${id}email`}>Email</label>
        <input
          id={`${id}email`}
          type="email"
          autoComplete="off"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <label htmlFor={`${id}role`}>Role</label>
        <select id={`${id}role`} required value={roleId} onChange={(event) => setRoleId(event.target.value)}>
          <option value="">{roles.fetching ? 'Loading roles …' : 'Choose a role'}</option>
          {choices.map((role) => (
            <option key={role.id} value={role.id}>
              {role.name}
            </option>
          ))}
        </select>
        <button type="submit" aria-disabled={inviterId === undefined || sent.fetching}>
          {sent.fetching ? 'Sending …' : 'Send invite'}
        </button>
      </form>
      {!sent.fetching && problem && <Problem error={problem} />}
      {/* Always in the page: a screen reader announces a change in a status, not a new status. */}
      <p role="status" className="note">
        {!sent.fetching && result?.invite && `Invited ${result.invite.inviteeEmail ?? ''}.`}
      </p>
    </section>
  )
}
