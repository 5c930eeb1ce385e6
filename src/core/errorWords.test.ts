import { expect, it } from 'vitest'
import { LabelboxError } from './errors.ts'
import { wordsOf } from './errorWords.ts'

const copied = (error: LabelboxError): LabelboxError => new LabelboxError({ code: error.code, ...wordsOf(error) })

it('a copy of an error says the same, with and without advice', () => {
  const init = { code: 'USAGE_LIMIT', message: 'No seats left.' } as const
  const plain = new LabelboxError(init)
  expect(copied(plain)).toMatchObject({ message: 'No seats left.', reason: 'No seats left.', hint: undefined })
  const advised = new LabelboxError({ ...init, advice: ['fill-seats', 'Free some.'] })
  expect(copied(advised)).toMatchObject({
    message: 'No seats left. Free some.',
    reason: 'No seats left.',
    hint: 'fill-seats',
  })
})

it('a copy of an error of an older version, which has no reason, has its message', () => {
  const error = new LabelboxError({
    code: 'USAGE_LIMIT',
    message: 'No seats left.',
    advice: ['fill-seats', 'Free some.'],
  })
  Object.assign(error, { reason: undefined })
  expect(copied(error).message).toBe('No seats left. Free some.')
})
