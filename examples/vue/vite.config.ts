import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { labelbox } from '../labelboxPlugin.ts'

export default defineConfig({ plugins: [vue(), labelbox()] })
