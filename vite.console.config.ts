import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { bundledLicenses } from './scripts/build/bundledLicenses.ts'
import { documentModules } from './scripts/build/documentModules.ts'
import { packedConsole } from './scripts/build/packedConsole.ts'

// The page of `labelbox-org console`. Its server sends it with a policy that allows no inline code and no inline styles.
export default defineConfig({
  root: 'src/console/page',
  // Each section loads its own documents. The plugin reads the imports as they are written.
  plugins: [{ ...documentModules(), enforce: 'pre' }, react(), bundledLicenses, packedConsole()],
  // Its build for browsers, which brings its own Buffer.
  resolve: { alias: { 'csv-parse/sync': 'csv-parse/browser/esm/sync' } },
  build: {
    outDir: '../../../packages/tools/dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know `light-dark()`, as the style sheets use it.
    cssTarget: ['chrome125', 'firefox125', 'safari17.5'],
    assetsInlineLimit: 0,
    // For `npm run size`.
    manifest: true,
    modulePreload: { polyfill: false },
    // One file for what several places share: on a slow network, each handful of files more takes another round trip.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shared', minShareCount: 6 }] } } },
  },
})
