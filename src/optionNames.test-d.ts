import type { ConnectionOptions } from 'labelbox-org'
import { expectTypeOf, it } from 'vitest'
import type { optionNames } from './labelbox.ts'

it('all options of the client are in the list that misspelled ones are compared with', () => {
  expectTypeOf<(typeof optionNames)[number]>().toEqualTypeOf<keyof ConnectionOptions | 'audit' | 'client'>()
})
