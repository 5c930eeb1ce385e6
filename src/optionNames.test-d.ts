import type { ConnectionOptions } from 'labelbox-org'
import type { LabelboxProxyOptions } from 'labelbox-org/proxy'
import type { UndiciTransportOptions } from 'labelbox-org/undici'
import { expectTypeOf, it } from 'vitest'
import type { optionNames } from './labelbox.ts'
import type { optionNames as proxyOptionNames } from './proxy/proxyOptions.ts'
import type { connectionOptionNames } from './transport/connectionOptionNames.ts'
import type { optionNames as undiciOptionNames } from './undici/dispatchers.ts'

type In<Names extends readonly string[]> = Names[number]

it('all options are in the lists that misspelled ones are compared with', () => {
  expectTypeOf<In<typeof connectionOptionNames>>().toEqualTypeOf<keyof ConnectionOptions>()
  expectTypeOf<In<typeof optionNames>>().toEqualTypeOf<keyof ConnectionOptions | 'audit' | 'client'>()
  expectTypeOf<In<typeof proxyOptionNames>>().toEqualTypeOf<keyof LabelboxProxyOptions>()
  expectTypeOf<In<typeof undiciOptionNames>>().toEqualTypeOf<keyof UndiciTransportOptions>()
})
