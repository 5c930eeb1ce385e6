import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { fileJournal } from 'labelbox-org/bulk'
import { folder } from '../../test/support/folder.ts'
import { rejection } from '../../test/support/roads.ts'

// The lock of a journal has one owner at a time, wherever the others run, and is free again when its owner has died.

let built = ''
beforeAll(async () => {
  // Within the repository, so that the packages are found.
  const cache = resolve('node_modules/.cache')
  await mkdir(cache, { recursive: true })
  built = await mkdtemp(`${cache}/labelbox-org-`)
  for (const [format, file] of [
    ['esm', 'bulk.mjs'],
    ['cjs', 'bulk.cjs'],
  ] as const) {
    const outfile = join(built, file)
    const shared = { bundle: true, platform: 'node', packages: 'external', logLevel: 'error' } as const
    await build({ ...shared, entryPoints: ['src/bulk/index.ts'], outfile, format })
  }
})
afterAll(() => rm(built, { recursive: true, force: true }))

/** Another attempt to open a journal. */
interface Other {
  /** `open`, or the message of the error. */
  readonly said: Promise<string>
  readonly kill: () => Promise<unknown>
}

const others: Other[] = []
afterEach(async () => {
  vi.useRealTimers()
  await Promise.all(others.splice(0).map(({ kill }) => kill()))
})
const kept = (other: Other): Other => (others.push(other), other)

type Format = 'mjs' | 'cjs'

/** Opens a journal, reports the result, and runs until it is killed. */
const program = (format: Format, path: string, say: string): string =>
  `import(${JSON.stringify(join(built, `bulk.${format}`))})
     .then(({ fileJournal, default: bulk }) => (fileJournal ?? bulk.fileJournal)(${JSON.stringify(path)}))
     .then((journal) => { globalThis.journal = journal; return 'open' }, ({ message }) => message)
     .then((text) => ${say})
   setInterval(() => undefined, 1000)`

function thread(path: string, format: Format): Other {
  const worker = new Worker(program(format, path, `require('node:worker_threads').parentPort.postMessage(text)`), {
    eval: true,
  })
  const said = once(worker, 'message').then(([text]) => text as string)
  return kept({ said, kill: () => worker.terminate() })
}

function processOf(path: string, format: Format, wrapper: readonly string[] = []): Other {
  const command = [...wrapper, process.execPath, '-e', program(format, path, 'console.log(text)')]
  const child = spawn('env', command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const said = once(child.stdout, 'data').then(([text]) => String(text).trim())
  return kept({ said, kill: () => (child.kill('SIGKILL'), ended) })
}

/** An attempt to open a journal in this thread. */
function opened(opening: ReturnType<typeof fileJournal>): Other {
  const said = opening.then(
    () => 'open',
    (error: unknown) => (error as Error).message,
  )
  return kept({ said, kill: () => opening.then((journal) => journal.close()).catch(() => undefined) })
}

const here = (path: string): Other => opened(fileJournal(path))

const copy = async (path: string): Promise<Other> => {
  const { fileJournal: ofCopy } = (await import(join(built, 'bulk.cjs'))) as { fileJournal: typeof fileJournal }
  return opened(ofCopy(path))
}

const takers: readonly (readonly [who: string, take: (path: string) => Other | Promise<Other>])[] = [
  ['the same thread', here],
  ['another copy of the package', copy],
  ['a worker thread', (path) => thread(path, 'mjs')],
  ['a worker thread with the CommonJS copy', (path) => thread(path, 'cjs')],
  ['another process', (path) => processOf(path, 'mjs')],
  ['another process with the CommonJS copy', (path) => processOf(path, 'cjs')],
]

/** Other paths to the same file. */
const names: readonly (readonly [what: string, name: (path: string) => string])[] = [
  ['by a relative path', (path) => relative('.', path)],
  ['by a path with dots', (path) => join(dirname(path), 'x', '..', '.', basename(path))],
  [
    'through a link to its folder',
    (path) => {
      symlinkSync(dirname(path), join(dirname(path), 'link'))
      return join(dirname(path), 'link', basename(path))
    },
  ],
]

const newPath = () => join(folder().path, 'a.journal')
const entryNames = (path: string): readonly string[] => readdirSync(dirname(path)).sort()

/** The result of each attempt, all in parallel. */
const resultsOf = (all: typeof takers, path: string): Promise<readonly (readonly [who: string, said: string])[]> =>
  Promise.all(all.map(async ([who, take]) => [who, await (await take(path)).said] as const))

const inUse = expect.stringContaining('in use') as string

it.each(takers)('refuses a journal that is open in %s to all other owners', async (_holder, hold) => {
  const path = newPath()
  expect(await (await hold(path)).said).toBe('open')
  expect(await resultsOf(takers, path)).toEqual(takers.map(([who]) => [who, inUse]))
})

it.each(names)('refuses a journal in use %s', async (_what, name) => {
  const path = newPath()
  expect(await here(path).said).toBe('open')
  const some = takers.filter((_, index) => index % 2 === 0)
  expect(await resultsOf(some, name(path))).toEqual(some.map(([who]) => [who, inUse]))
})

/** Skips the time in which a living owner would touch its lock. */
async function inSilence<T>(opening: Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const waiting = Symbol('waiting')
  const next = () => Promise.race([opening, vi.advanceTimersByTimeAsync(500).then(() => waiting)])
  while ((await next()) === waiting);
  vi.useRealTimers()
  return opening
}

describe('a journal can be opened again', () => {
  it.each([takers[2], takers[4]] as typeof takers)('after %s was killed', async (_who, hold) => {
    const path = newPath()
    const holder = await hold(path)
    expect(await holder.said).toBe('open')
    await holder.kill()

    const journal = await inSilence(fileJournal(path))

    await journal.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it.each(takers)('after %s closed it', async (_who, take) => {
    const path = newPath()
    await (await fileJournal(path)).close()
    expect(await (await take(path)).said).toBe('open')
  })

  /** Leaves the lock of a killed process, with changed content. */
  async function left(change: object): Promise<string> {
    const path = newPath()
    const holder = processOf(path, 'mjs')
    expect(await holder.said).toBe('open')
    const owner = JSON.parse(readFileSync(`${path}.lock`, 'utf8')) as object
    await holder.kill()
    writeFileSync(`${path}.lock`, JSON.stringify({ ...owner, ...change }))
    return path
  }

  it.each([
    ['its pid is that of this process', { pid: process.pid }],
    ['its pid is that of another running process', { pid: process.ppid }],
    ['it was process 1 of another container', { pid: 1, table: 'another container' }],
    ['it ran on another machine', { table: 'another-machine' }],
  ])('after its process was killed and %s', async (_what, change) => {
    const path = await left(change)
    const journal = await inSilence(fileJournal(path))
    await journal.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it.each(['', '{"pid":12', 'null', '{}', '\0\0\0'])(
    'after a power failure left the lock file as %j',
    async (content) => {
      const path = newPath()
      writeFileSync(`${path}.lock`, content)
      await (await fileJournal(path)).close()
      expect(entryNames(path)).toEqual(['a.journal'])
    },
  )

  it('by exactly one of twelve parallel attempts', async () => {
    const path = await left({})
    const opened = await Promise.allSettled(Array.from({ length: 12 }, () => fileJournal(path)))
    const winners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(winners).toHaveLength(1)
    await winners[0]?.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it('by exactly one of four parallel processes', async () => {
    const path = await left({})
    const said = await Promise.all(Array.from({ length: 4 }, () => processOf(path, 'mjs').said))
    expect(said.filter((text) => text === 'open')).toHaveLength(1)
  })
})

it('refuses a journal whose owner on another machine touches its lock', async () => {
  const path = newPath()
  writeFileSync(`${path}.lock`, JSON.stringify({ table: 'another-machine', pid: 1, started: '1', id: '1' }))
  const beat = setInterval(() => utimesSync(`${path}.lock`, new Date(), new Date()), 200)
  try {
    expect(await rejection(fileJournal(path))).toMatchObject({ code: 'INVALID_INPUT' })
  } finally {
    clearInterval(beat)
  }
})

const canMount = process.platform === 'linux' && spawnSync('unshare', ['-m', 'true']).status === 0

describe.runIf(canMount)('refuses a journal in use', () => {
  it('in another container with its own process numbers', async () => {
    const path = newPath()
    expect(await here(path).said).toBe('open')
    expect(await processOf(path, 'mjs', ['unshare', '-pf', '--kill-child', '--mount-proc']).said).toContain('in use')
  })

  it.each([
    ['in a folder that is mounted a second time', (path: string, to: string) => [dirname(path), dirname(to)], 'in use'],
    ['that is mounted as a single file', (path: string, to: string) => [path, to], 'Mount its folder'],
  ])('%s', async (_what, mount, reason) => {
    const path = newPath()
    const to = join(folder().path, 'mounted', 'a.journal')
    mkdirSync(dirname(to))
    writeFileSync(to, '')
    expect(await here(path).said).toBe('open')
    const [from = '', at = ''] = mount(path, to)
    const wrapper = ['unshare', '-m', 'sh', '-c', 'mount --bind "$0" "$1" && shift && exec "$@"', from, at]
    expect(await processOf(to, 'mjs', wrapper).said).toContain(reason)
  })
})
