import type { CodegenConfig } from '@graphql-codegen/cli'
import { labelboxOperations } from '@labelbox-org/tools/codegen'

export default {
  generates: { 'src/generated.ts': labelboxOperations('src/*.graphql') },
} satisfies CodegenConfig
