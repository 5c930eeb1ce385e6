import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Labelbox } from 'labelbox-org'
import { createSandbox } from '@labelbox-org/tools/sandbox'
import { expect, it } from 'vitest'

const run = promisify(execFile)

it.each(['graphqlRequest', 'apolloClient', 'plainFetch'])(
  'examples/own-client/%s.ts cancels an invite at the experimental endpoint, and is in the guide word for word',
  async (name) => {
    await using sandbox = await createSandbox({ invites: 2 })
    const file = `examples/own-client/${name}.ts`
    const env = {
      ...process.env,
      LABELBOX_ENDPOINT: sandbox.url,
      LABELBOX_API_KEY: sandbox.apiKey,
    }

    const { stdout } = await run(
      process.execPath,
      ['--import', 'tsx', file],
      { env },
    )

    expect(stdout).toMatch(/^The invite to \S+@\S+ is cancelled\.\n$/)
    expect(
      sandbox.received.map(({ operationName, path }) => [
        operationName,
        path,
      ]),
    ).toEqual([
      ['GetInvites', '/graphql'],
      ['CancelInvite', '/_gql'],
    ])
    const organization = await new Labelbox({
      endpoint: sandbox.url,
      apiKey: sandbox.apiKey,
    }).getOrganization()
    expect(
      await organization.getInvites().toArray({ limit: 9 }),
    ).toHaveLength(1)
    expect(readFileSync('docs/guide/operations.md', 'utf8')).toContain(
      readFileSync(file, 'utf8').trim(),
    )
  },
  30_000,
)
