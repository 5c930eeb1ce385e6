import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { missingPermission } from './missingPermission.ts'

describe('missingPermission', () => {
  test.each([
    ['Your role does not have the permission users.manage', 'users.manage'],
    ["You don't have the required permissions: `project:create`.", 'project:create'],
    ['Missing permission "PROJECT_CREATE" on project ck123', 'PROJECT_CREATE'],
    ['This requires the users.manage permission', 'users.manage'],
    ['The permission users.manage is required.', 'users.manage'],
    ['users.manage permission required', 'users.manage'],
    ['Permission denied (users.manage).', 'users.manage'],
    ['Permission denied ("users.manage").', 'users.manage'],
  ])('finds the permission in: %s', (text, expected) => {
    expect(missingPermission(text)).toBe(expected)
  })

  test.each([
    '',
    'Permission denied',
    'You do not have permission to manage users',
    'You may not invite into this organization',
    'You have labels.write and lack the permission users.manage',
    'Missing permission users.manage or groups.manage',
    'Missing permission ada.lovelace@example.com',
    'Missing permission https://example.com',
    'Missing permission ckuser00000000000000001',
    'Missing permission users',
    'Your role lacks users.manage',
    `Missing permission ${'users.'.repeat(20)}manage`,
    `Missing permission users.manage ${'x'.repeat(500)}`,
  ])('finds none in: %s', (text) => {
    expect(missingPermission(text)).toBeUndefined()
  })

  const segment = fc.stringMatching(/^[A-Za-z]{1,10}$/)
  const permission = fc
    .tuple(fc.array(segment, { minLength: 2, maxLength: 4 }), fc.constantFrom('.', ':', '_'))
    .map(([segments, separator]) => segments.join(separator))

  test('finds any name in the form of a permission', () => {
    const phrase = fc.constantFrom('You lack the permission', 'Missing permission:', 'You do not have permission')
    fc.assert(
      fc.property(phrase, permission, fc.constantFrom('', '.', '!'), (words, name, end) => {
        expect(missingPermission(`${words} ${name}${end}`)).toBe(name)
      }),
    )
  })

  test('returns only such names, whatever the text', () => {
    const word = fc.oneof(
      fc.constantFrom('missing', 'lacks', 'no', 'the', 'permission', 'permissions:', 'required', 'not'),
      fc.string(),
      permission,
      fc.emailAddress(),
      fc.webUrl(),
      fc.uuid(),
    )
    const text = fc.oneof(
      fc.array(word).map((words) => words.join(' ')),
      word.map((word) => `Missing permission ${word}`),
    )
    fc.assert(
      fc.property(text, (text) => {
        const found = missingPermission(text)
        if (found === undefined) return
        expect(found).toMatch(/^[A-Za-z]+([._:][A-Za-z]+)+$/)
        expect(found.length).toBeLessThanOrEqual(64)
        expect(text).toContain(found)
      }),
    )
  })
})
