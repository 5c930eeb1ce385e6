import type {
  Data,
  KeyGenerator,
  OptimisticMutationResolver,
  Resolver,
  UpdateResolver,
} from '@urql/exchange-graphcache'
import type { ObjectTypes } from '../../generated/objectTypes.ts'

/** The arguments of a field. graphcache leaves out those that are null. */
export type Arguments<Field> = Field extends { readonly args: infer Given } ? Given : Readonly<Record<string, never>>

type Mutations = ObjectTypes['Mutation']

/**
 * Your own rules, for operations of your own. Types, fields and arguments are those of Labelbox's schema, so that a wrong
 * name does not compile.
 */
export interface CacheRules {
  /** How a record is told apart from others of its type; null if it is stored where it was read. */
  readonly keys?: { readonly [Type in keyof ObjectTypes]?: KeyGenerator }
  /** How a field is read from the cache. */
  readonly resolvers?: {
    readonly [Type in Exclude<keyof ObjectTypes, 'Mutation'>]?: {
      readonly [Field in keyof ObjectTypes[Type]]?: Resolver<Data, Arguments<ObjectTypes[Type][Field]>>
    }
  }
  /** What a mutation changes in the cache. Runs after the package's rule for the same mutation. */
  readonly updates?: {
    readonly [Type in keyof ObjectTypes]?: {
      readonly [Field in keyof ObjectTypes[Type]]?: UpdateResolver<Data, Arguments<ObjectTypes[Type][Field]>>
    }
  }
  /** What a page shows until the API has answered a mutation. Replaces the package's rule for the same mutation. */
  readonly optimistic?: {
    readonly [Field in keyof Mutations]?: OptimisticMutationResolver<Arguments<Mutations[Field]>>
  }
}
