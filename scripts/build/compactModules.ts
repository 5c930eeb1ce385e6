import { transform } from 'esbuild'
import { compactedCode } from './compactedCode.ts'

interface Bundle {
  readonly [file: string]: { code?: string }
}

/** Removes the whitespace of ES modules, which is a tenth of the code. What bundlers read stays. */
export const compactModules = {
  name: 'compact-modules',
  async generateBundle(_options: unknown, bundle: Bundle): Promise<void> {
    for (const [file, chunk] of Object.entries(bundle)) {
      if (chunk.code === undefined || !file.endsWith('.js')) continue
      const compact = compactedCode(chunk.code)
      if ((await syntaxOf(compact)) !== (await syntaxOf(chunk.code))) {
        throw new Error(`Without whitespace, ${file} is another program.`)
      }
      chunk.code = compact
    }
  },
}

/** The code, independent of how it is written. */
const syntaxOf = async (code: string): Promise<string> => (await transform(code, { minifyWhitespace: true })).code
