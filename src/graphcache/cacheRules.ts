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

type KeysByType = { readonly [Type in keyof ObjectTypes]?: KeyGenerator }

type ResolversByType = {
  readonly [Type in Exclude<keyof ObjectTypes, 'Mutation'>]?: {
    readonly [Field in keyof ObjectTypes[Type]]?: Resolver<Data, Arguments<ObjectTypes[Type][Field]>>
  }
}

type UpdatesByType = {
  readonly [Type in keyof ObjectTypes]?: {
    readonly [Field in keyof ObjectTypes[Type]]?: UpdateResolver<Data, Arguments<ObjectTypes[Type][Field]>>
  }
}

type OptimisticByMutation = {
  readonly [Field in keyof Mutations]?: OptimisticMutationResolver<Arguments<Mutations[Field]>>
}

// Editors and errors show the name of an interface, and not all types of the schema.

/** How records are told apart, by their type. */
export interface CacheKeys extends KeysByType {}

/** How fields are read from the cache, by their type and name. */
export interface CacheResolvers extends ResolversByType {}

/** What changes the cache, by the type and the name of the field: `Mutation` and a mutation, for example. */
export interface CacheUpdates extends UpdatesByType {}

/** What pages show until the API has answered, by the mutation. */
export interface CacheOptimism extends OptimisticByMutation {}

/**
 * Your own rules, for operations of your own. Types, fields and arguments are those of Labelbox's schema, so that a wrong
 * name does not compile.
 */
export interface CacheRules {
  /** How a record is told apart from others of its type; null if it is stored where it was read. */
  readonly keys?: CacheKeys | undefined
  /** How a field is read from the cache. */
  readonly resolvers?: CacheResolvers | undefined
  /** What a mutation changes in the cache. Runs after the package's rule for the same mutation. */
  readonly updates?: CacheUpdates | undefined
  /** What a page shows until the API has answered a mutation. Replaces the package's rule for the same mutation. */
  readonly optimistic?: CacheOptimism | undefined
}
