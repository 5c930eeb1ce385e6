import type { PartOptions } from './partOptions.ts'
import type { Measurement } from './results/measurement.ts'

/** A part of the benchmarks. */
export interface Part {
  readonly name: string
  readonly title: string
  /** Whether a run without names includes it. The others take long, or have no target that a change is measured by. */
  readonly isDefault: boolean
  /** Loads the part first, so that `--help` needs no build. */
  readonly measure: (options: PartOptions) => Promise<Measurement>
}

/** All parts, in the order of a run and of the guide. */
export const parts: readonly Part[] = [
  {
    name: 'requests',
    title: 'Speed of a request',
    isDefault: true,
    measure: async (options) => (await import('./parts/requests.ts')).measureRequests(options),
  },
  {
    name: 'heap',
    title: 'Memory after many calls',
    isDefault: true,
    measure: async () => (await import('./parts/heap.ts')).measureHeap(),
  },
  {
    name: 'lists',
    title: 'Long lists',
    isDefault: true,
    measure: async () => (await import('./parts/lists.ts')).measureLists(),
  },
  {
    name: 'listcost',
    title: 'Processor time of a list',
    isDefault: true,
    measure: async () => (await import('./parts/listCost.ts')).measureListCost(),
  },
  {
    name: 'invites',
    title: 'Many invites',
    isDefault: true,
    measure: async () => (await import('./parts/invites.ts')).measureInvites(),
  },
  {
    name: 'members',
    title: 'Many changes, with and without a journal',
    isDefault: true,
    measure: async () => (await import('./parts/members.ts')).measureMembers(),
  },
  {
    name: 'sandbox',
    title: 'The sandbox at size',
    isDefault: true,
    measure: async () => (await import('./parts/sandboxAtSize.ts')).measureSandbox(),
  },
  {
    name: 'aborts',
    title: 'Aborts',
    isDefault: false,
    measure: async () => (await import('./parts/aborts.ts')).measureAborts(),
  },
  {
    name: 'import',
    title: 'Loading the package',
    isDefault: false,
    measure: async () => (await import('./parts/imports.ts')).measureImports(),
  },
  {
    name: 'proxy',
    title: 'The proxy',
    isDefault: false,
    measure: async (options) => (await import('./parts/proxy.ts')).measureProxy(options),
  },
  {
    name: 'console',
    title: 'The console',
    isDefault: false,
    measure: async () => (await import('./parts/console.ts')).measureConsole(),
  },
  {
    name: 'report',
    title: 'The report on an organization',
    isDefault: false,
    measure: async () => (await import('./parts/report.ts')).measureReport(),
  },
  {
    name: 'memory',
    title: 'Memory of long lists and bulk runs',
    isDefault: false,
    measure: async () => (await import('./parts/memory.ts')).measureMemory(),
  },
  {
    name: 'runtimes',
    title: 'Requests in each runtime',
    isDefault: false,
    measure: async (options) => (await import('./parts/runtimes.ts')).measureRuntimes(options),
  },
]
