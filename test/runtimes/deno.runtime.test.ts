import { beforeAll, describe, expect, it } from 'vitest'
import { deno } from '../support/deno.ts'
import { install } from '../support/installed.ts'
import { sandboxed } from '../support/roads.ts'

beforeAll(() => install('deno'))

const everything = ['--allow-net', '--allow-read', '--allow-env', '--allow-sys']

/** The sandbox carries the request out, resets its connection, and answers the next request. */
const reset = (operationName: string) => ({ kind: 'reset', processed: true, operationName, times: 1 }) as const

describe('in Deno, a connection reset during a mutation', () => {
  it('leaves one invite, which inviteUser finds', async () => {
    const sandbox = await sandboxed({ users: 2, invites: 0 })
    sandbox.setFaults([reset('InviteUser')])

    const { result } = (await deno('change.ts', everything, sandbox.url, sandbox.apiKey, 'inviteUser')) as {
      result: unknown
    }

    expect(result).toMatchObject({ inviteeEmail: 'ada@runtime.example' })
    expect(sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')).toHaveLength(1)
  })

  it('leaves one invite, which inviteUsers finds', async () => {
    const sandbox = await sandboxed({ users: 2, invites: 0 })
    sandbox.setFaults([reset('InviteUser')])

    expect(await deno('change.ts', everything, sandbox.url, sandbox.apiKey, 'inviteUsers')).toMatchObject({
      result: { invited: 1 },
    })
    expect(sandbox.received.filter(({ operationName }) => operationName === 'InviteUser')).toHaveLength(1)
  })

  it('leaves one project, and createProject reports that it may exist', async () => {
    const sandbox = await sandboxed({ users: 2 })
    sandbox.setFaults([reset('CreateProject')])

    expect(await deno('change.ts', everything, sandbox.url, sandbox.apiKey, 'createProject')).toMatchObject({
      error: { code: 'NETWORK', mayHaveRun: true, attempts: 1 },
    })
    expect(sandbox.received.filter(({ operationName }) => operationName === 'CreateProject')).toHaveLength(1)
  })
})

describe('in Deno, a client without a key', () => {
  it('says that it has no permission to read the environment', async () => {
    expect(await deno('keyless.ts', ['--allow-read'])).toEqual({
      isLabelboxError: true,
      message: expect.stringContaining('--allow-env=LABELBOX_API_KEY') as string,
    })
  })

  it('finds the key with the permission', async () => {
    process.env['LABELBOX_API_KEY'] = 'key-of-the-environment'
    expect(await deno('keyless.ts', ['--allow-read', '--allow-env=LABELBOX_API_KEY'])).toEqual({ made: true })
    delete process.env['LABELBOX_API_KEY']
  })
})
