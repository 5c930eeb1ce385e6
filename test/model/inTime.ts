/** Nothing may go on for ever: what does so is a failure that can be told, and not a test without an end. */
export async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} after a minute.`)), 60_000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
