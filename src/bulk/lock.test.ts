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

// The lock of a journal: one holder at a time, wherever the others are, and free again when the holder has died.

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

/** Somebody else who tries to open a journal. */
interface Other {
  /** `open`, or the message of the refusal. */
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

/** Opens a journal, says how that went, and stays until it is killed. */
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

/** A journal that is opened in this thread. */
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

/** Other ways to name the file. */
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

/** What each of them is told, all at once. */
const toldTo = (all: typeof takers, path: string): Promise<readonly (readonly [who: string, said: string])[]> =>
  Promise.all(all.map(async ([who, take]) => [who, await (await take(path)).said] as const))

const inUse = expect.stringContaining('in use') as string

it.each(takers)('a journal that is open in %s is refused to everybody else', async (_holder, hold) => {
  const path = newPath()
  expect(await (await hold(path)).said).toBe('open')
  expect(await toldTo(takers, path)).toEqual(takers.map(([who]) => [who, inUse]))
})

it.each(names)('a journal in use is refused %s', async (_what, name) => {
  const path = newPath()
  expect(await here(path).said).toBe('open')
  const some = takers.filter((_, index) => index % 2 === 0)
  expect(await toldTo(some, name(path))).toEqual(some.map(([who]) => [who, inUse]))
})

/** Lets the time pass in which a holder would show that it lives. */
async function inSilence<T>(opening: Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  const waiting = Symbol('waiting')
  const next = () => Promise.race([opening, vi.advanceTimersByTimeAsync(500).then(() => waiting)])
  while ((await next()) === waiting);
  vi.useRealTimers()
  return opening
}

describe('a journal is free again', () => {
  it.each([takers[2], takers[4]] as typeof takers)('when %s was killed', async (_who, hold) => {
    const path = newPath()
    const holder = await hold(path)
    expect(await holder.said).toBe('open')
    await holder.kill()

    const journal = await inSilence(fileJournal(path))

    await journal.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it.each(takers)('when %s has closed it', async (_who, take) => {
    const path = newPath()
    await (await fileJournal(path)).close()
    expect(await (await take(path)).said).toBe('open')
  })

  /** A lock that a killed process has left, with something changed in it. */
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
    ['has the number of this one', { pid: process.pid }],
    ['has the number of another one that runs', { pid: process.ppid }],
    ['was the first of a container of the same host name', { pid: 1, table: 'another container' }],
    ['was on another machine', { table: 'another-machine' }],
  ])('when its process is gone and %s', async (_what, change) => {
    const path = await left(change)
    const journal = await inSilence(fileJournal(path))
    await journal.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it.each(['', '{"pid":12', 'null', '{}', '\0\0\0'])('when its lock was torn to %j', async (content) => {
    const path = newPath()
    writeFileSync(`${path}.lock`, content)
    await (await fileJournal(path)).close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it('to one of many who try at the same moment', async () => {
    const path = await left({})
    const opened = await Promise.allSettled(Array.from({ length: 12 }, () => fileJournal(path)))
    const winners = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(winners).toHaveLength(1)
    await winners[0]?.close()
    expect(entryNames(path)).toEqual(['a.journal'])
  })

  it('to one of several processes who try at the same moment', async () => {
    const path = await left({})
    const said = await Promise.all(Array.from({ length: 4 }, () => processOf(path, 'mjs').said))
    expect(said.filter((text) => text === 'open')).toHaveLength(1)
  })
})

it('is not taken from a holder who can not be seen and touches its lock, as one on another machine does', async () => {
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

describe.runIf(canMount)('a journal in use is refused', () => {
  it('in another container, whose processes are numbered anew', async () => {
    const path = newPath()
    expect(await here(path).said).toBe('open')
    expect(await processOf(path, 'mjs', ['unshare', '-pf', '--kill-child', '--mount-proc']).said).toContain('in use')
  })

  it.each([
    ['where its folder is mounted elsewhere', (path: string, to: string) => [dirname(path), dirname(to)], 'in use'],
    ['where it is mounted by itself', (path: string, to: string) => [path, to], 'Mount its folder'],
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
