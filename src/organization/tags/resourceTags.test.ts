import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rejection, roads, sandboxed } from '../../../test/support/roads.ts'
import { isLabelboxError } from '../../core/errors.ts'
import { parseColor } from './resourceTags.ts'

describe.each(roads)('resource tags %s', (_name, connect) => {
  it('creates a tag, which is then among the tags', async () => {
    const sandbox = await sandboxed({ resourceTags: 2 })
    const organization = await connect(sandbox).getOrganization()

    const tag = await organization.createResourceTag({ text: 'urgent', color: '#FF88aa' })

    expect(tag).toMatchObject({ text: 'urgent', color: 'ff88aa' })
    const tags = await organization.getResourceTags()
    expect(tags).toHaveLength(3)
    expect(tags).toContainEqual(tag)
  })

  it('refuses a bad colour and an empty text before any request', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()
    const before = sandbox.received.length

    const color = await rejection(organization.createResourceTag({ text: 'x', color: 'red' }))
    const text = await rejection(organization.createResourceTag({ text: ' ', color: 'ff0000' }))

    expect(isLabelboxError(color, 'INVALID_INPUT')).toBe(true)
    expect(String(color)).toContain("'ff8800'")
    expect(isLabelboxError(text, 'INVALID_INPUT')).toBe(true)
    expect(sandbox.received).toHaveLength(before)
  })
})

describe('parseColor', () => {
  it('gives the six digits in lower case, with or without the hash sign', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffff }), fc.boolean(), fc.boolean(), (value, hash, upper) => {
        const digits = value.toString(16).padStart(6, '0')
        expect(parseColor(`${hash ? '#' : ''}${upper ? digits.toUpperCase() : digits}`)).toBe(digits)
      }),
    )
  })

  it('refuses everything else', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !/^\s*#?[0-9a-f]{6}\s*$/i.test(text)),
        (text) => {
          expect(() => parseColor(text)).toThrow(/six hex digits/)
        },
      ),
    )
  })
})
