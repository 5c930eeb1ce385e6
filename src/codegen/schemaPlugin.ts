import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import { lexicographicSortSchema, printSchema } from 'graphql'

/** The schema as a module, so that the sandbox needs no file at run time. */
export const schemaPlugin: CodegenPlugin = {
  plugin: (schema) =>
    `/** The API snapshot that this package was generated from. */\nexport const sdl = ${JSON.stringify(printSchema(lexicographicSortSchema(schema)))}\n`,
}
