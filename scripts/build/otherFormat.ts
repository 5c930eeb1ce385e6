interface Chunk {
  readonly type: string
  readonly isEntry?: boolean
  readonly exports?: readonly string[]
}

interface PluginContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

/**
 * Emits a file for `import` beside each CommonJS entry, so that the code is in the package once. It fits code that runs
 * in Node only: bundlers can't shake a tree through it.
 */
export const importsOfCommonJs = {
  name: 'imports-of-common-js',
  generateBundle(this: PluginContext, _options: unknown, bundle: Readonly<Record<string, Chunk>>): void {
    for (const [file, { isEntry = false, exports = [] }] of Object.entries(bundle)) {
      if (!isEntry || !file.endsWith('.cjs')) continue
      const name = file.replace(/\.cjs$/, '')
      const source = `import entry from './${file}'\nexport const { ${exports.join(', ')} } = entry\n`
      this.emitFile({ type: 'asset', fileName: `${name}.js`, source })
    }
  },
}

/** Emits a file for `require` beside each entry, for code that Node loads itself: it can require ES modules. */
export const requiresOfEsm = {
  name: 'requires-of-esm',
  generateBundle(this: PluginContext, _options: unknown, bundle: Readonly<Record<string, Chunk>>): void {
    for (const [file, { isEntry = false }] of Object.entries(bundle)) {
      if (!isEntry || !file.endsWith('.js')) continue
      this.emitFile({
        type: 'asset',
        fileName: file.replace(/\.js$/, '.cjs'),
        source: `module.exports = require('./${file}')\n`,
      })
    }
  },
}
