import type { BulkProgress } from '../index.ts'

/** Shows how far a bulk call is. */
export interface Progress {
  readonly update: (progress: BulkProgress<string>) => void
  readonly end: () => void
}

/** A bar with the rate and the time left, on a terminal's stderr; elsewhere nothing. */
export async function progress(label: string): Promise<Progress> {
  if (!process.stderr.isTTY) return { update: () => undefined, end: () => undefined }
  const { SingleBar } = await import('cli-progress')
  const bar = new SingleBar({
    format: `${label} {bar} {value} of {total}, {rate} in a second, {left} left`,
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  const begun = performance.now()
  let isShown = false
  return {
    update: ({ done, total = done }) => {
      if (!isShown) bar.start(total, 0, { rate: '-', left: '-' })
      isShown = true
      const rate = (done * 1000) / (performance.now() - begun)
      bar.setTotal(total)
      bar.update(done, { rate: rate.toFixed(rate < 10 ? 1 : 0), left: duration((total - done) / rate) })
    },
    end: () => {
      if (isShown) bar.stop()
    },
  }
}

/** Seconds as people say them: `1 h 5 min`. */
function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-'
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.ceil(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
