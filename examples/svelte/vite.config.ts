import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { labelbox } from '../labelboxPlugin.ts'

export default defineConfig({ plugins: [svelte(), labelbox()] })
