// Compiled against the packed types: an output for whichever version of the generator is installed.
import type { CodegenConfig } from '@graphql-codegen/cli'
import { labelboxOperations } from 'labelbox-org/codegen'

export const config = {
  generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
} satisfies CodegenConfig
