import type { CodegenConfig } from '@graphql-codegen/cli'
import { labelboxOperations } from '@labelbox-org/tools/codegen'

export default {
  generates: {
    'src/': { ...labelboxOperations('src/**/*.graphql'), config: { importExtension: '.ts' } },
  },
} satisfies CodegenConfig
