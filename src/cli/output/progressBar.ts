import type { BulkProgress } from '../../index.ts'
import type { Io } from '../io.ts'

/** Shows the progress of a bulk call. */
export interface ProgressBar {
  readonly update: (progress: BulkProgress<string>) => void
  readonly end: () => void
}

/** A bar with rate and time left if stderr is a terminal; otherwise nothing. */
export async function progressBar({ stderr }: Io, label: string): Promise<ProgressBar> {
  if (stderr.isTTY !== true) return { update: () => undefined, end: () => undefined }
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({
    format: `${label} {bar} {value} of {total}, {rate} per second, {left} left`,
    stream: stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  const startedAt = performance.now()
  let isShown = false
  return {
    update: ({ done, total = done }) => {
      if (!isShown) bar.start(total, 0, { rate: '-', left: '-' })
      isShown = true
      const rate = (done * 1000) / (performance.now() - startedAt)
      bar.setTotal(total)
      bar.update(done, { rate: rate.toFixed(rate < 10 ? 1 : 0), left: timeLeft((total - done) / rate) })
    },
    end: () => {
      if (isShown) bar.stop()
    },
  }
}

/** Shows how many parts of a whole are read. */
export interface PartsBar {
  readonly update: (progress: { readonly done: number; readonly total: number; readonly records: number }) => void
  readonly end: () => void
}

/** A bar with the parts and records that were read if stderr is a terminal; otherwise nothing. */
export async function partsBar({ stderr }: Io, label: string): Promise<PartsBar> {
  if (stderr.isTTY !== true) return { update: () => undefined, end: () => undefined }
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({
    format: `${label} {bar} {value} of {total} parts, {records} records`,
    stream: stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let isShown = false
  return {
    update: ({ done, total, records }) => {
      if (!isShown) bar.start(total, 0, { records })
      isShown = true
      bar.update(done, { records })
    },
    end: () => {
      if (isShown) bar.stop()
    },
  }
}

/** `1 h 5 min`. */
function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.ceil(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
