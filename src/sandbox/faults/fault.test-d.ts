import { expectTypeOf, it } from 'vitest'
import type { Fault, FaultKind } from '../index.ts'
import type { optionsOf } from './fault.ts'

type OptionsOf<Kind extends FaultKind> = (typeof optionsOf)[Kind][number]
type TypedFor<Kind extends FaultKind> = Exclude<
  keyof Extract<Fault, { readonly kind: Kind }>,
  'kind' | 'operationName' | 'skip' | 'times' | 'probability'
>

it('has, for each kind, the options that are checked when it runs', () => {
  expectTypeOf<TypedFor<'http-status'>>().toEqualTypeOf<OptionsOf<'http-status'>>()
  expectTypeOf<TypedFor<'graphql-error'>>().toEqualTypeOf<OptionsOf<'graphql-error'>>()
  expectTypeOf<TypedFor<'slow-body'>>().toEqualTypeOf<OptionsOf<'slow-body'>>()
  expectTypeOf<TypedFor<'wrong-content-type'>>().toEqualTypeOf<OptionsOf<'wrong-content-type'>>()
  expectTypeOf<TypedFor<'partial'>>().toEqualTypeOf<OptionsOf<'partial'>>()
  expectTypeOf<Fault['kind']>().toEqualTypeOf<FaultKind>()
})

it('refuses an option of another kind', () => {
  const faults: readonly Fault[] = [
    { kind: 'hang', processed: 'late', times: undefined },
    // @ts-expect-error -- Without a response there is no status.
    { kind: 'hang', status: 502 },
    // @ts-expect-error -- The real response is never late.
    { kind: 'truncated-json', processed: 'late' },
  ]
  expectTypeOf(faults).toExtend<readonly Fault[]>()
})
