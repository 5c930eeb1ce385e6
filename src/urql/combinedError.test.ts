import { CombinedError } from '@urql/core'
import { expect, test } from 'vitest'
import { LabelboxError } from '../core/errors.ts'
import { labelboxExchange } from './exchange.ts'

test('every LabelboxError is urql’s CombinedError once there is a labelboxExchange', () => {
  const earlier = new LabelboxError({ code: 'NETWORK', message: 'Users failed: closed.' })
  labelboxExchange({})

  expect(earlier).toBeInstanceOf(CombinedError)
  expect(new LabelboxError({ code: 'DRY_RUN', message: 'Not sent.' })).toBeInstanceOf(CombinedError)
  expect(earlier).toBeInstanceOf(Error)
  expect(String(earlier)).toBe('LabelboxError: Users failed: closed.')
})
