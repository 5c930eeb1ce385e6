import type { CodegenConfig } from '@graphql-codegen/cli'
import { labelboxOperations } from 'labelbox-org/codegen'

export default {
  generates: {
    'src/': { ...labelboxOperations('src/**/*.graphql'), config: { importExtension: '.ts' } },
  },
} satisfies CodegenConfig
