// One function for each capability, run unchanged in every runtime. It throws if a promise is broken, and may return a word
// for the table.
import { Client } from '@urql/core'
import { isLabelboxError, Labelbox } from 'labelbox-org'
import { CreateResourceTagDocument, UsersDocument } from 'labelbox-org/operations'
import { labelboxExchange } from 'labelbox-org/urql'
import { signPayload, webhookHandler } from 'labelbox-org/webhooks'

/**
 * @typedef {object} Setting
 * @property {string} runtime - Keeps the addresses and names of one runtime apart from those of the others.
 * @property {string} endpoint
 * @property {string} apiKey
 * @property {string} control - Address of the server that plans faults and counts stored records.
 * @property {string} closed - An address without a listener.
 */

function assert(condition, message) {
  if (!condition) throw new Error(message)
}

async function codeOf(promise) {
  try {
    await promise
    return 'no error'
  } catch (error) {
    return isLabelboxError(error) ? error.code : `${error.name}: ${error.message}`
  }
}

/** A page may hold a key only with an explicit option. */
const inPage = typeof window === 'object' && typeof document === 'object'
const connectionOf = ({ endpoint, apiKey }) => ({
  endpoint,
  apiKey,
  ...(inPage && { dangerouslyAllowBrowser: true }),
})

async function ask(control, path) {
  const response = await fetch(`${control}${path}`, { method: 'POST' })
  return response.json()
}

/** @type {Readonly<Record<string, (setting: Setting) => Promise<string | void>>>} */
export const capabilities = {
  async facade(setting) {
    const labelbox = new Labelbox(connectionOf(setting))
    const organization = await labelbox.getOrganization()
    assert(organization.createdAt instanceof Date, 'The organization has no date.')
    const users = await organization.users({ pageSize: 20 }).toArray({ limit: 100 })
    assert(new Set(users.map(({ id }) => id)).size === 45, `The list has ${users.length} of 45 users.`)
    const text = `made on ${setting.runtime}`
    await organization.createResourceTag({ text, color: '0E9F6E' })
    const tags = await organization.getResourceTags()
    assert(
      tags.some((tag) => tag.text === text),
      'The new tag is not in the list.',
    )
  },

  async errors(setting) {
    const connection = connectionOf(setting)
    const wrong = new Labelbox({ ...connection, apiKey: 'wrong' }).getOrganization()
    assert((await codeOf(wrong)) === 'AUTHENTICATION', 'A wrong key is not AUTHENTICATION.')
    const nobody = new Labelbox({ ...connection, endpoint: setting.closed, retry: false }).getOrganization()
    const network = await codeOf(nobody)
    assert(network === 'NETWORK', `A closed port is ${network}.`)
    const controller = new AbortController()
    const aborted = codeOf(new Labelbox(connection).getOrganization({ signal: controller.signal }))
    controller.abort()
    assert((await aborted) === 'ABORTED', 'An abort is not ABORTED.')
    const late = await codeOf(new Labelbox(connection).getOrganization({ deadlineMs: 0.001 }))
    assert(late === 'TIMEOUT', `A deadline that has passed is ${late}.`)
  },

  async invite(setting) {
    const organization = await new Labelbox(connectionOf(setting)).getOrganization()
    const email = `invited.${setting.runtime}@example.com`
    const { id } = await organization.inviteUser({ email, role: 'LABELER' })
    assert(id !== 'invited', 'The invite has no id that cancels it.')
    const again = await codeOf(organization.inviteUser({ email, role: 'LABELER' }))
    assert(again === 'ALREADY_INVITED', `A second invite is ${again}.`)
    assert((await ask(setting.control, `/invites?to=${email}`)).count === 1, 'One invite is not one invite.')
  },

  async reset(setting) {
    const organization = await new Labelbox(connectionOf(setting)).getOrganization()
    const email = `reset.${setting.runtime}@example.com`
    // The connection has been used, so `fetch` may mistake the reset for an idle timeout and resend the request.
    await organization.inviteLimit()
    await ask(setting.control, '/reset')
    const invite = await organization.inviteUser({ email, role: 'LABELER' })
    assert(invite.inviteeEmail === email, 'The invite has another address.')
    const { count } = await ask(setting.control, `/invites?to=${email}`)
    assert(count === 1, `${count} invites are stored for one call.`)
  },

  async change(setting) {
    const labelbox = new Labelbox(connectionOf(setting))
    const organization = await labelbox.getOrganization()
    const name = `Reset on ${setting.runtime}`
    await organization.inviteLimit()
    await ask(setting.control, '/reset')
    // If the call fails, the error has to say that the project may exist.
    await organization.createProject({ name, allowedMediaType: 'IMAGE' }).catch((error) => {
      assert(error.mayHaveRun === true, `The error of a processed change denies it: ${error.message}`)
    })
    const { count, attempts } = await ask(setting.control, `/projects?named=${encodeURIComponent(name)}`)
    assert(count >= 1, 'The project was not created.')
    assert(attempts === 1, `The project was created in ${attempts} attempts.`)
    return count === 1 ? 'ok' : 'sent twice'
  },

  async bulk(setting) {
    const organization = await new Labelbox(connectionOf(setting)).getOrganization()
    const rows = Array.from({ length: 60 }, (_, index) => ({
      email: `bulk.${index}.${setting.runtime}@example.com`,
      role: 'LABELER',
    }))
    const { counts } = await organization.inviteUsers(rows)
    assert(counts.invited === rows.length, `${counts.invited} of ${rows.length} rows are invited.`)
  },

  async urql(setting) {
    const { endpoint } = setting
    const client = new Client({
      url: endpoint,
      preferGetMethod: false,
      exchanges: [labelboxExchange(connectionOf(setting))],
    })
    const users = await client.query(UsersDocument, { first: 5, skip: 0 })
    assert(users.data?.organization?.users?.length === 5, `The query returned ${users.error?.message ?? 'no users'}.`)
    const input = { text: `urql on ${setting.runtime}`, color: '0E9F6E' }
    const tag = await client.mutation(CreateResourceTagDocument, input)
    assert(tag.error === undefined, `The mutation failed: ${tag.error?.message}`)
    const organization = await new Labelbox({ client }).getOrganization()
    const tags = await organization.getResourceTags()
    assert(
      tags.some(({ text }) => text === input.text),
      'The facade does not see the tag through the client.',
    )
  },

  async webhooks() {
    const seen = []
    const handler = webhookHandler({ secret: 'right', onEvent: (event) => seen.push(event.type) })
    const deliver = async (secret) => {
      const payload = { id: 'label-1', project: { id: 'project-1' } }
      return handler(new Request('https://example.com/webhooks', await signPayload(payload, { secret })))
    }
    assert((await deliver('right')).status === 200, 'A signed delivery was rejected.')
    assert((await deliver('wrong')).status === 401, 'A delivery with a wrong signature was accepted.')
    assert(seen.join() === 'LABEL_CREATED', `The handler has seen ${seen.join()}.`)
  },
}

/** Runs all capabilities in turn; each result is `ok` or the failure. */
export async function runAll(setting) {
  const results = {}
  for (const [name, run] of Object.entries(capabilities)) {
    try {
      results[name] = (await run(setting)) ?? 'ok'
    } catch (error) {
      const cause = error?.cause instanceof Error ? ` (${error.cause.message})` : ''
      results[name] = `${error?.code ?? error?.name ?? 'thrown'}: ${error?.message ?? String(error)}${cause}`
    }
  }
  return results
}
