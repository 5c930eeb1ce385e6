/**
 * CPU milliseconds of this process: other work on the machine does not count. Nor does the time of the system, which some
 * machines spend on giving memory to a large text.
 */
async function cpuMs(run: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  await run()
  return process.cpuUsage(before).user / 1000
}

/** Between 4, which linear time gives for four times the size and the collector raises, and 16 for quadratic time. */
const highest = 10

/**
 * Throws if `run` takes quadratic time: it measures `size` and four times `size`. The ratio of the two times is the same on
 * slow and on busy machines. Choose a size for which quadratic time would be many milliseconds.
 *
 * Each time is the lowest of several runs, because garbage collection and compilation only ever add to it.
 */
export async function expectLinearTime(run: (size: number) => unknown, size: number): Promise<void> {
  let small = Infinity
  for (let round = 0; round < 3; round += 1) small = Math.min(small, await cpuMs(() => run(size)))
  // Below a few milliseconds, the clock and the collector say more than `run`. Quadratic time would be seconds.
  const limit = highest * Math.max(small, 5)
  let large = Infinity
  for (let round = 0; round < 12 && large > limit; round += 1) large = Math.min(large, await cpuMs(() => run(4 * size)))
  if (large <= limit) return
  throw new Error(
    `It is not linear: ${size} took ${small.toFixed(1)} ms of CPU time, and ${4 * size} took ${large.toFixed(1)} ms.`,
  )
}
