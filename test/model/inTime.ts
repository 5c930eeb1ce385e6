/** Fails a test that would otherwise hang, and says what it waited for. */
export async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} after a minute.`)), 60_000)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
