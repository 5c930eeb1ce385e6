import { expect, it } from 'vitest'
import { isText, idOf, requireVisible } from './visibleText.ts'

it.each([undefined, null, 1, {}, [], ['a'], '', ' \t', '\u200b', ' \u00a0\ufeff'])(
  'is not text that one sees: %j',
  (value) => {
    expect(isText(value)).toBe(false)
    expect(idOf(value as string)).toBeUndefined()
    expect(idOf({ id: value as string })).toBeUndefined()
  },
)

it('the id of a record is the one that it has, and that of an id itself', () => {
  expect([idOf('u-1'), idOf({ id: 'u-1' })]).toEqual(['u-1', 'u-1'])
})

it('text that was pasted loses what surrounds it', () => {
  expect(requireVisible('GetRole', 'The name', '\u200b Team  Manager\u00a0')).toBe('Team  Manager')
})

it('text with an invisible character inside is refused, with its name and place', () => {
  expect(() => requireVisible('GetRole', 'The name', ' Te\u00adam')).toThrow(
    expect.objectContaining({
      code: 'INVALID_INPUT',
      operationName: 'GetRole',
      message:
        'GetRole was not sent: The name has an invisible character in it, U+00AD SOFT HYPHEN at character 3. Type it again without it.',
    }),
  )
})
