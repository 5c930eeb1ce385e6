import { defineConfig } from 'vite'
import { labelbox } from '../labelboxPlugin.ts'

export default defineConfig({ plugins: [labelbox()] })
