// Loaded into a process before its program: gives it a disk that takes its time, and on which every line arrives in two
// parts. A kill then meets lines that are half written, and whoever does not wait for a line goes on without it.
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
