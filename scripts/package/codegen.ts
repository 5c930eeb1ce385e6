// Compiled against the packed types: the output fits every version of the generator.
import type { CodegenConfig } from '@graphql-codegen/cli'
import { labelboxOperations } from '@labelbox-org/tools/codegen'

export const config = {
  generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
} satisfies CodegenConfig
