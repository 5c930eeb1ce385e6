import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** What editors and svelte-check read. Without it they load `vite.config.ts`, which needs a built `labelbox-org`. */
export default { preprocess: vitePreprocess() }
