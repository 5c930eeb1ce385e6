// Writes the JSON Schemas of what the command prints: `npm run cli-schemas`.
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { jsonSchemas } from './cliSchemas/jsonSchemas.ts'

const files = await jsonSchemas()
await rm('schemas', { recursive: true, force: true })
await mkdir('schemas')
for (const [file, text] of Object.entries(files)) await writeFile(file, text)
