import { CreateResourceTagDocument } from '../../generated/operations.ts'
import { expect, it } from 'vitest'
import { sandboxed } from '../../test/support/roads.ts'
import { Labelbox } from '../labelbox.ts'

it('sends what a call was given, also when the caller changes the object for the next call', async () => {
  const { url, apiKey } = await sandboxed({ invites: 0 })
  const organization = await new Labelbox({ endpoint: url, apiKey }).getOrganization()
  const invite = { email: '', role: 'LABELER' }
  const tag = { text: '', color: 'ff8800' }
  const addresses = ['ada@example.com', 'grace@example.com']
  const invites = addresses.map((email) => organization.inviteUser(Object.assign(invite, { email })))
  const tags = addresses.map((text) => organization.createResourceTag(Object.assign(tag, { text })))

  expect((await Promise.all(invites)).map(({ inviteeEmail }) => inviteeEmail)).toEqual(addresses)
  expect((await Promise.all(tags)).map(({ text }) => text)).toEqual(addresses)
})

it('sends the variables that an audited mutation was given', async () => {
  const { url, apiKey } = await sandboxed({ invites: 0 })
  const labelbox = new Labelbox({ endpoint: url, apiKey, audit: () => undefined })
  const variables = { text: 'first', color: 'ff8800' }
  const creating = labelbox.execute(CreateResourceTagDocument, variables)
  variables.text = 'second'

  expect((await creating).createResourceTag?.text).toBe('first')
})
