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
 * A step that is too high is followed by the next one, from 4 to 16 times `size`: the collector makes one high step, where the
 * objects of a run no longer fit its young space. Quadratic time is high at each.
 */
export async function expectLinearTime(run: (size: number) => unknown, size: number): Promise<void> {
  const small = await lowestMs(() => run(size), 0)
  const large = await lowestMs(() => run(4 * size), highestAfter(small))
  if (large <= highestAfter(small)) return
  const largest = await lowestMs(() => run(16 * size), highestAfter(large))
  if (largest <= highestAfter(large)) return
  const times = [small, large, largest].map((ms) => ms.toFixed(1))
  throw new Error(`It is not linear: ${size} and 4 and 16 times as many took ${times.join(', ')} ms of CPU time.`)
}

/** Below a few milliseconds, the clock and the collector say more than `run`. Quadratic time would be seconds. */
const highestAfter = (ms: number): number => highest * Math.max(ms, 5)

/**
 * The lowest of several runs, because garbage collection and compilation only ever add to a time. It ends at a run of at most
 * `enough`.
 */
async function lowestMs(run: () => unknown, enough: number): Promise<number> {
  let lowest = Infinity
  for (let round = 0; round < 5 && lowest > enough; round += 1) lowest = Math.min(lowest, await cpuMs(run))
  return lowest
}
