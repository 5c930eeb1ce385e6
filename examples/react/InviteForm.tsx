import { GetRolesDocument, GetUserDocument, InviteUserDocument } from 'labelbox-org/operations'
import { LabelboxError, originOf } from 'labelbox-org/urql'
import { useId, useState } from 'react'
import { useMutation, useQuery } from 'urql'
import { Problem } from './Problem.tsx'

const rolesPage = { skip: 0, first: 100 }

// The API gives no reason with a null invite, and none of its errors.
const refused = (data: object): LabelboxError =>
  new LabelboxError({
    ...originOf(data),
    code: 'INVITE_REFUSED',
    operationName: 'InviteUser',
    message: 'Labelbox sent no invite and gave no reason. Is this your own address, or that of a member?',
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
    // Enter submits a form whose button is being waited for, and a second sending is a second invite.
    if (inviterId === undefined || sent.fetching) return
    const data = [{ inviterId, organizationId, organizationRoleId: roleId, inviteeEmail: email, projects: [] }]
    const { data: answer } = await send({ data })
    if (answer?.createInvites?.[0]?.invite) setEmail('')
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
      {/* In the page from the start: a screen reader speaks what changes in a status, not a status that appears. */}
      <p role="status" className="note">
        {!sent.fetching && result?.invite && `Invited ${result.invite.inviteeEmail ?? ''}.`}
      </p>
    </section>
  )
}
