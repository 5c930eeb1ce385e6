// Names the files in generated/ and schemas/ that are out of date: `npm run codegen:check`.
import { staleSchemas } from './cliSchemas/staleSchemas.ts'
import { staleFiles } from './schema/staleFiles.ts'

const files = [...(await staleFiles()), ...(await staleSchemas())]
for (const file of files) console.error(`${file} is out of date. Run: npm run codegen`)
process.exitCode = files.length === 0 ? 0 : 1
