// Draws the output of `npm start` as docs/public/tour.svg: `npm run tour:picture`.
import { execFile } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { tourSvg } from './tourPicture/svg.ts'

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '44' },
    out: { type: 'string', default: resolve(import.meta.dirname, '../docs/public/tour.svg') },
  },
})

// With a key, the tour would read from the real API.
const env = { ...process.env, FORCE_COLOR: '1', COLUMNS: '100', TZ: 'UTC' }
for (const name of ['LABELBOX_API_KEY', 'LABELBOX_ENDPOINT', 'NO_COLOR']) Reflect.deleteProperty(env, name)
const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'examples/tour.ts'], {
  cwd: resolve(import.meta.dirname, '..'),
  env,
  maxBuffer: 16 * 1024 * 1024,
})

await mkdir(dirname(values.out), { recursive: true })
await writeFile(values.out, tourSvg(stdout, Number(values.lines)))
