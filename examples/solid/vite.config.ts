import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'
import { labelbox } from '../labelboxPlugin.ts'

export default defineConfig({ plugins: [solid(), labelbox()] })
