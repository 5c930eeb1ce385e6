import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { GetUserDocument, InviteLimitDocument, UsersDocument } from '../generated/operations.ts'
import { rejection, roads, sandboxed } from '../test/support/roads.ts'
import { isLabelboxError } from './core/errors.ts'
import { Labelbox } from './labelbox.ts'

const saved = process.env['LABELBOX_API_KEY']
beforeEach(() => {
  delete process.env['LABELBOX_API_KEY']
})
afterEach(() => {
  if (saved !== undefined) process.env['LABELBOX_API_KEY'] = saved
  else delete process.env['LABELBOX_API_KEY']
})

/** What a function throws. */
function thrown(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  throw new Error('Expected it to throw.')
}

describe('the key', () => {
  it('comes from the environment if the option is not given', async () => {
    const { url, apiKey } = await sandboxed()
    process.env['LABELBOX_API_KEY'] = apiKey

    const user = await new Labelbox({ endpoint: url }).getUser()

    expect(user.id).not.toBe('')
  })

  it('is asked for in a clear error when there is none', () => {
    const error = thrown(() => new Labelbox())

    expect(isLabelboxError(error, 'INVALID_INPUT')).toBe(true)
    expect(String(error)).toContain('LABELBOX_API_KEY')
  })

  it('may be a function, which is asked before each request', async () => {
    const { url, apiKey } = await sandboxed()
    const keys = ['stale-key', apiKey]
    const labelbox = new Labelbox({ endpoint: url, apiKey: () => Promise.resolve(keys.shift() ?? '') })

    const error = await rejection(labelbox.getUser())
    const user = await labelbox.getUser()

    expect(isLabelboxError(error, 'AUTHENTICATION')).toBe(true)
    expect(user.id).not.toBe('')
  })

  it('shows in nothing that a client or an error prints', async () => {
    const { url } = await sandboxed()
    const apiKey = 'planted-secret-key'
    const labelbox = new Labelbox({ endpoint: url, apiKey })

    const error = await rejection(labelbox.getOrganization())
    const shown = [labelbox, error].flatMap((value) => [
      inspect(value, { depth: Infinity, showHidden: true }),
      JSON.stringify(value),
      String(value),
    ])

    expect(shown.join('\n')).not.toContain(apiKey)
  })
})

describe.each(roads)('execute %s', (_name, connect) => {
  it('runs a typed document and leaves its dates as text', async () => {
    const sandbox = await sandboxed({ users: 3, invites: 1, seats: 10 })
    const labelbox = connect(sandbox)
    const { id } = await labelbox.getOrganization()

    const { invitesLimit } = await labelbox.execute(InviteLimitDocument, { organizationId: id })
    const { user } = await labelbox.execute(GetUserDocument)

    expect(invitesLimit).toMatchObject({ used: 4, limit: 10, remaining: 6 })
    expect(user?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect((await labelbox.execute(UsersDocument)).organization?.users).toHaveLength(3)
  })
})

it.each(['apikey', 'endPoint', 'endpiont', 'url', 'dryrun', 'api_key'])(
  'refuses the option %s: it would send elsewhere, or send at all',
  (given) => {
    const create = () => new Labelbox({ apiKey: 'x', [given]: 'x' })
    expect(create).toThrow(`There is no option ${given}. The options are apiKey, endpoint, `)
  },
)

it('takes all options, and unknown ones without a value', () => {
  const options = { apiKey: 'x', endpoint: undefined, region: undefined }
  expect(new Labelbox(options)).toBeInstanceOf(Labelbox)
})
