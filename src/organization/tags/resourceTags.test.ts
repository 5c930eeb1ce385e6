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

/** The API with one of the two forms in which sources write the mutation. */
const onlyForm = (arguments_: string) => (sdl: string) =>
  sdl.replace(/updateResourceTag\([^)]*\)/, `updateResourceTag(${arguments_})`)
const byInput = onlyForm('input: UpdateResourceTagInput!')
const byWhere = onlyForm('data: ResourceTagUpdateInput!, where: WhereUniqueIdInput!')

describe.each(roads)('changes of a tag %s', (_name, connect) => {
  it.each([
    ['input', byInput],
    ['where and data', byWhere],
  ])('keep what is not given, where the API takes %s', async (_title, schema) => {
    const sandbox = await sandboxed({ schema })
    const organization = await connect(sandbox).getOrganization()
    const tag = await organization.createResourceTag({ text: 'urgent', color: 'ff8800' })

    expect(await organization.updateResourceTag(tag, { text: 'late' })).toMatchObject({ text: 'late', color: 'ff8800' })
    expect(await organization.updateResourceTag(tag, { color: '#00FF00' })).toEqual({
      id: tag.id,
      text: 'late',
      color: '00ff00',
    })
    expect(await organization.getResourceTags()).toContainEqual({ id: tag.id, text: 'late', color: '00ff00' })
  })

  it('ask for the form that the API takes once in a client', async () => {
    const sandbox = await sandboxed({ schema: byWhere })
    const organization = await connect(sandbox).getOrganization()
    const tag = await organization.createResourceTag({ text: 'urgent', color: 'ff8800' })
    const sent = () =>
      sandbox.received.flatMap(({ operationName }) => operationName?.match(/^UpdateResourceTag.*/) ?? [])

    await organization.updateResourceTag(tag, { text: 'late', color: 'ff8800' })
    await organization.updateResourceTag(tag, { text: 'later', color: 'ff8800' })

    expect(sent()).toEqual(['UpdateResourceTag', 'UpdateResourceTagByWhere', 'UpdateResourceTagByWhere'])
  })

  it('say that the API refuses the change, where it takes neither form', async () => {
    const sandbox = await sandboxed({ schema: (sdl) => sdl.replace('updateResourceTag(', 'changeResourceTag(') })
    const organization = await connect(sandbox).getOrganization()
    const [tag] = await organization.getResourceTags()

    const error = await rejection(organization.updateResourceTag(tag ?? '', { text: 'late' }))

    expect(error).toMatchObject({ code: 'INVALID_QUERY', operationName: 'UpdateResourceTag', mayHaveRun: false })
  })

  it('are not sent for a tag that is not there', async () => {
    const sandbox = await sandboxed()
    const organization = await connect(sandbox).getOrganization()

    const error = await rejection(organization.updateResourceTag('gone', { text: 'late' }))

    expect(error).toMatchObject({ code: 'RESOURCE_NOT_FOUND' })
    expect(sandbox.received.map(({ operationName }) => operationName)).not.toContain('UpdateResourceTag')
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
