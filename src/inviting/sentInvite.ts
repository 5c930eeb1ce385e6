import type { Client } from '@urql/core'
import { InviteUserDocument } from '../../generated/operations.ts'
import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { toContext } from '../labelbox.ts'
import { normalizeEmail } from '../organization/email.ts'
import { alreadyMember } from '../organization/invites/inviteErrors.ts'
import { getOrganization, type Organization } from '../organization/organization.ts'
import { stateOf } from '../transport/client/clients.ts'
import type { Execute } from '../transport/execute.ts'
import type { InviteState, Sender } from './inviteState.ts'

/** The facade's `inviteUser`, through a urql client. */
export function senderOf(client: Client): Sender {
  let showStatus: Parameters<Sender['send']>[3] = () => undefined
  let organization: Organization | undefined
  /** The ids of the invites that this form has sent. */
  const own = new Set<string>()
  const context = toContext({ client })
  const execute: Execute = async (document, variables, options) => {
    const isInvite = (document as object) === InviteUserDocument
    if (isInvite) showStatus('sending')
    try {
      return await context.execute(document, variables, options)
    } catch (error) {
      if (isInvite && isLabelboxError(error) && error.mayHaveRun) showStatus('settling')
      throw error
    }
  }
  /** What a cache learns from no mutation: that somebody else has invited, or what was looked for and found. */
  const refresh = (): void => stateOf(client)?.refresh(['Invite', 'InviteLimit', 'User'])

  const stateOfError = (email: string, error: unknown): InviteState => {
    if (!isLabelboxError(error)) throw error
    const ended = { isBusy: false, email, error } as const
    if (isLabelboxError(error, 'ALREADY_INVITED')) {
      const { invite } = error
      return own.has(invite.id)
        ? { status: 'invited', isBusy: false, email, invite }
        : { status: 'already-invited', ...ended, invite }
    }
    if (error.code === 'ALREADY_MEMBER') return { status: 'already-member', ...ended }
    if (error.code === 'OUTCOME_UNKNOWN') return { status: 'unknown', ...ended }
    return { status: error.retryable || error.code === 'ABORTED' ? 'failed' : 'refused', ...ended }
  }

  return {
    async send(invite, email, options, show) {
      let wasUnsure = false
      showStatus = (status) => {
        wasUnsure ||= status === 'settling'
        show(status)
      }
      let end: InviteState
      try {
        const sent = await alone(normalizeEmail(email), async () => {
          organization ??= await getOrganization({ ...context, execute }, {})
          return organization.inviteUser(invite, { ifInvited: options.ifInvited })
        })
        own.add(sent.id)
        end = { status: 'invited', isBusy: false, email, invite: sent }
      } catch (error) {
        end = stateOfError(email, error)
        wasUnsure ||= ['already-invited', 'already-member'].includes(end.status)
      }
      if (wasUnsure) refresh()
      return end
    },

    async settle(email, error) {
      if (!isLabelboxError(error, 'OUTCOME_UNKNOWN')) return { status: 'unknown', isBusy: false, email, error }
      const [found] = await error.settle().catch((failed: unknown) => {
        if (!isLabelboxError(failed)) throw failed
        return []
      })
      if (found?.outcome === undefined || found.outcome === 'not-found') {
        return { status: 'unknown', isBusy: false, email, error }
      }
      refresh()
      const { invite, member } = found
      if (invite !== undefined) {
        own.add(invite.id)
        return { status: 'invited', isBusy: false, email, invite }
      }
      return { status: 'already-member', isBusy: false, email, error: alreadyMember({}), ...(member && { member }) }
    },
  }
}

/** As long as a call of the facade may take. */
const patienceMs = 120_000

/** Runs one invite to an address at a time among the windows of a browser. In one window, the facade does so itself. */
async function alone<T>(email: string, run: () => Promise<T>): Promise<T> {
  const { locks } = (globalThis as { navigator?: Partial<Navigator> }).navigator ?? {}
  if (locks === undefined) return run()
  const turn = { hasBegun: false }
  try {
    return await locks.request(`labelbox-org.invite ${email}`, { signal: AbortSignal.timeout(patienceMs) }, () => {
      turn.hasBegun = true
      return run()
    })
  } catch (error) {
    if (turn.hasBegun) throw error
    throw new LabelboxError({
      code: 'TIMEOUT',
      operationName: 'InviteUser',
      retryable: true,
      cause: error,
      message: 'InviteUser was not sent: another window is still inviting that address. Try again.',
    })
  }
}
