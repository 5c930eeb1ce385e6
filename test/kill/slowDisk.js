// Loaded into a process before its program: makes the disk slow and splits every line into two
// writes. Kills then meet half-written lines, and code that does not wait for a write goes on too early.
import { Buffer } from 'node:buffer'
import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const pauseMs = Number(process.env['SLOW_DISK_MS'])
const file = await open(process.execPath)
const handle = Object.getPrototypeOf(file)
await file.close()

for (const method of ['appendFile', 'writeFile']) {
  handle[method] = async function (text) {
    const bytes = Buffer.from(text)
    const half = Math.ceil(bytes.length / 2)
    await sleep(pauseMs)
    await this.write(bytes, 0, half)
    await sleep(pauseMs)
    await this.write(bytes, half)
  }
}
