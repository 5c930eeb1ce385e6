// Names the files in generated/ that are out of date: `npm run codegen:check`.
import { staleFiles } from './schema/staleFiles.ts'

const files = await staleFiles()
for (const file of files) console.error(`${file} is out of date. Run: npm run codegen`)
process.exitCode = files.length === 0 ? 0 : 1
