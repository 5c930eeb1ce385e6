// `labelbox-org/bulk` through bundlers, in a project without libsql: no warnings, `fileJournal` works in the bundle,
// and `diskSpool` names the missing package.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build as esbuild } from 'esbuild'
import { build as vite } from 'vite'
import webpack from 'webpack'

writeFileSync(
  'bulk-entry.mjs',
  `import { diskSpool, fileJournal } from 'labelbox-org/bulk'
const journal = await fileJournal(process.argv[2])
await journal.close()
console.log(await diskSpool().then(() => 'opened', (error) => error.message))`,
)

const bundlers = {
  async esbuild(outfile) {
    const options = { bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' }
    const { warnings } = await esbuild({ entryPoints: ['bulk-entry.mjs'], outfile, ...options })
    return warnings
  },
  async vite(outfile) {
    const warnings = []
    const note = (message) => warnings.push(message)
    const customLogger = {
      info: () => {},
      warn: note,
      warnOnce: note,
      error: note,
      clearScreen: () => {},
      hasErrorLogged: () => false,
      hasWarned: false,
    }
    await vite({
      configFile: false,
      customLogger,
      ssr: { noExternal: true },
      build: {
        ssr: 'bulk-entry.mjs',
        outDir: 'vite-out',
        minify: false,
        rollupOptions: { output: { entryFileNames: outfile.replace('vite-out/', '') }, onwarn: note },
      },
    })
    return warnings
  },
  async webpack(outfile) {
    const stats = await new Promise((done, fail) => {
      webpack(
        {
          entry: './bulk-entry.mjs',
          mode: 'production',
          target: 'node20',
          experiments: { outputModule: true },
          output: { path: resolve('.'), filename: outfile, module: true, chunkFormat: 'module' },
          performance: { hints: false },
        },
        (error, result) => (error ? fail(error) : done(result)),
      )
    })
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true })
    return [...errors, ...warnings]
  },
}

for (const [name, bundle] of Object.entries(bundlers)) {
  const outfile = `${name}-out/bulk.mjs`
  assert.deepEqual(await bundle(outfile), [], name)
  const { stdout, stderr, status } = spawnSync(process.execPath, [outfile, `${name}.journal`], { encoding: 'utf8' })
  assert.equal(stderr, '', name)
  assert.match(stdout, /libsql.*not installed.*npm install libsql/, name)
  assert.equal(status, 0, name)
}
