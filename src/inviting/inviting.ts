import type { Client } from '@urql/core'
import { isLabelboxError, LabelboxError } from '../core/errors.ts'
import { invalid, objectOf } from '../core/guards.ts'
import type { NewInvite } from '../organization/invites/newInvite.ts'
import { stateOf } from '../transport/client/clients.ts'
import type { Busy, Idle, InviteFormOptions, InviteState, Sender } from './inviteState.ts'

/** The state of a form that invites, as {@link createInviting} makes it. Its functions need no `this`. */
export interface Inviting {
  /** Returns the state to show. */
  readonly getState: () => InviteState
  /** Calls a function after each change of the state. Returns a function that ends this. */
  readonly subscribe: (listener: () => void) => () => void
  /**
   * Invites one person. Returns the state in which it ends, whatever happens. While an invite is under way, another
   * call sends nothing and returns the result of the first.
   */
  readonly invite: (invite: NewInvite, options?: InviteFormOptions) => Promise<InviteState>
  /** Looks for an invite whose outcome is unknown. In another state it does nothing. */
  readonly lookAgain: () => Promise<InviteState>
  /** Returns to `idle`, unless an invite is under way. */
  readonly reset: () => void
}

const idle: Idle = { status: 'idle', isBusy: false }

/**
 * Makes the state of a form that invites people, with the promise of `organization.inviteUser`: **at most once unless the
 * invite is proven unprocessed; a success is always a sent invite.** It goes through a urql client, so the lists and seats
 * on the page are read again.
 *
 * Neither a double click nor a second form on the page sends a second invite. Two windows wait for each other where the
 * browser has `navigator.locks`. Nothing ends an invite that is under way, not even a form that leaves the page. The code
 * that sends is loaded with the first invite.
 *
 * @param client - A urql client with `labelboxExchange`: `createLabelboxClient({ endpoint: '/api/labelbox' })`.
 * @throws LabelboxError `INVALID_INPUT` for another client.
 * @example
 * const inviting = createInviting(client)
 * inviting.subscribe(() => console.log(inviting.getState().status))
 * await inviting.invite({ email: 'ada@example.com', role: 'LABELER' })
 */
export function createInviting(client: Client): Inviting {
  if (stateOf(client) === undefined) throw invalid(withoutExchange)
  const listeners = new Set<() => void>()
  let state: InviteState = idle
  let sender: Sender | undefined
  let underWay: Promise<InviteState> | undefined

  const show = (next: InviteState): InviteState => {
    state = next
    for (const listener of [...listeners]) listener()
    return next
  }
  const run = (
    email: string,
    status: Busy['status'],
    work: (sender: Sender, showStatus: (status: Busy['status']) => void) => Promise<InviteState>,
  ): Promise<InviteState> => {
    const showStatus = (next: Busy['status']) => void show({ status: next, isBusy: true, email })
    const ended = async (): Promise<InviteState> => {
      try {
        sender ??= await loadSender(client)
        return await work(sender, showStatus)
      } catch (error) {
        if (isLabelboxError(error)) return { status: 'failed', isBusy: false, email, error }
        underWay = undefined
        show(idle)
        throw error
      }
    }
    if (underWay !== undefined) return underWay
    showStatus(status)
    underWay = ended().then((end) => {
      // Before the listeners run, which may send the next invite.
      underWay = undefined
      return show(end)
    })
    return underWay
  }

  return {
    getState: () => state,
    subscribe: (listener) => {
      // A function may be subscribed twice.
      const own = () => listener()
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    invite: (invite, options = {}) => {
      const { email = '' } = objectOf(invite)
      return run(email, 'checking', ({ send }, showStatus) => send(invite, email, options, showStatus))
    },
    lookAgain: () => {
      const { status } = state
      if (status !== 'unknown') return underWay ?? Promise.resolve(state)
      const { email, error } = state
      return run(email, 'settling', ({ settle }) => settle(email, error))
    },
    reset: () => {
      if (!state.isBusy) show(idle)
    },
  }
}

async function loadSender(client: Client): Promise<Sender> {
  const { senderOf } = await import('./sentInvite.ts').catch((cause: unknown) => {
    throw new LabelboxError({
      code: 'NETWORK',
      operationName: 'InviteUser',
      retryable: true,
      cause,
      message: notLoaded,
    })
  })
  return senderOf(client)
}

const withoutExchange =
  "createInviting needs a urql client with labelboxExchange, such as createLabelboxClient({ endpoint: '/api/labelbox' })."

const notLoaded =
  'InviteUser was not sent: the code that sends it could not be loaded. Check the connection, and reload the page if a new version of it was deployed.'
