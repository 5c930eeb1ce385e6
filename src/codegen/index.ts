/**
 * Typed documents for your own operations. It needs `@graphql-codegen/cli` and `graphql`.
 *
 * @packageDocumentation
 */
import { packageSchema } from './packageFragments.ts'
import { presetGuard, userPreset } from './userPreset.ts'

/**
 * Returns an output for GraphQL Code Generator: typed documents for your own operations against Labelbox's API, in one
 * file, or in a file beside each document if the output is a folder such as `src/`. The documents work with
 * `labelbox.execute` and any urql client, and have the scalars, open enums and comments of `labelbox-org/operations`.
 * Requires the packages `@graphql-codegen/cli` and `graphql`.
 *
 * The `config` of the output takes the options of `typescript-operations` and `typed-document-node`; the generator refuses
 * those that cannot work. If the output is a folder, `presetConfig` takes `extension` (default: `.generated.ts`) and `folder`,
 * a folder beside each document (default: none). An output takes no other preset.
 *
 * @param documents - One or several globs of your `.graphql` files.
 * @param schema - Path or URL of a schema. Default: the one in this package, `@labelbox-org/tools/schema.graphql`.
 * @example
 * // codegen.ts
 * import type { CodegenConfig } from '@graphql-codegen/cli'
 * import { labelboxOperations } from '@labelbox-org/tools/codegen'
 *
 * export default {
 *  generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
 * } satisfies CodegenConfig
 */
export const labelboxOperations = (documents: string | readonly string[], schema = packageSchema): CodegenOutput => ({
  schema,
  documents: [documents].flat(),
  preset: userPreset as CodegenOutput['preset'],
  plugins: [],
  documentTransforms: [presetGuard],
})

/** A value of `generates` in any version of GraphQL Code Generator. */
export interface CodegenOutput {
  schema: string
  documents: string[]
  /** Created and read by the generator. */
  preset: {
    /** Called by the generator. */
    buildGeneratesSection: (options: unknown) => never[]
  }
  plugins: never[]
  /** Refuses another preset in the place of this one. */
  documentTransforms: {
    /** Called by the generator. */
    transform: () => never
  }[]
}
