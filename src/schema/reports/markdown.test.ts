import { expect, it } from 'vitest'
import { edited } from '../testingSchema.ts'
import { prose, toChangelog } from './markdown.ts'

it.each([
  ["Field 'User.a_b' changed type from '[ID!]' to 'ID'", 'Field `User.a_b` changed type from `[ID!]` to `ID`'],
  ['Cannot query field "a" on type "User".', 'Cannot query field `a` on type `User`.'],
  ["It can't be 'a*b' or doesn't end", "It can't be 'a&#42;b' or doesn't end"],
])('writes the names that a message quotes as code: %s', (message, written) => {
  expect(prose(message)).toBe(written)
})

it('tells a deprecation in the changelog, and a breaking change as one', async () => {
  const deprecated = await edited(['born: Date', 'born: Date @deprecated(reason: "old")'])
  expect(toChangelog(deprecated)).toBe('- Field `Person.born` is deprecated: `Tall`.\n')
  const broken = await edited(['born: Date', ''])
  expect(toChangelog(broken)).toMatch(/^- \*\*Breaking\.\*\* Field `born` was removed/)
})
