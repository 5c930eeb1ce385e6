import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The page of `labelbox-org console`. Its server sends it with a policy that allows no inline code and no inline styles.
export default defineConfig({
  root: 'src/console/page',
  plugins: [react()],
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // Browsers that know `light-dark()`, as the style sheets use it.
    cssTarget: ['chrome125', 'firefox125', 'safari17.5'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
})
