import { transform } from 'esbuild'
import { documentFolder } from './documentModules.ts'

interface Bundle {
  readonly [file: string]: { readonly moduleIds?: readonly string[]; code?: string }
}

/** Removes the whitespace of files that consist of documents: nobody reads them, and they are a third of the library. */
export const compactDocuments = {
  name: 'compact-documents',
  async generateBundle(_options: unknown, bundle: Bundle): Promise<void> {
    for (const [file, chunk] of Object.entries(bundle)) {
      const { code, moduleIds = [] } = chunk
      if (code === undefined || !file.endsWith('.js') || moduleIds.length === 0) continue
      if (!moduleIds.every((id) => id.startsWith(documentFolder))) continue
      chunk.code = (await transform(code, { minifyWhitespace: true, format: 'esm' })).code
    }
  },
}
