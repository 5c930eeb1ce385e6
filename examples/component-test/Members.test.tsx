// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import {
  createSandbox,
  type Sandbox,
} from '@labelbox-org/tools/sandbox'
import { createLabelboxClient } from 'labelbox-org/urql'
import { Provider } from 'urql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Members } from './Members.tsx'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await createSandbox({ users: 3 })
})
afterEach(async () => {
  cleanup()
  await sandbox.close()
})

function renderMembers() {
  const client = createLabelboxClient({
    endpoint: sandbox.url,
    apiKey: sandbox.apiKey,
    // jsdom looks like a page, and this key opens the sandbox only.
    dangerouslyAllowBrowser: true,
    retry: false,
  })
  render(
    <Provider value={client}>
      <Members />
    </Provider>,
  )
}

it('lists the members', async () => {
  renderMembers()

  expect(await screen.findAllByRole('listitem')).toHaveLength(3)
})

it('shows the message of a failure', async () => {
  sandbox.setFaults([
    { kind: 'http-status', status: 502, operationName: 'Users' },
  ])
  renderMembers()

  expect((await screen.findByRole('alert')).textContent).toMatch(
    /^Users failed: /,
  )
})
