import { parseArgs } from 'node:util'
import type { Fault } from './faults/fault.ts'
import type { SandboxOptions } from './sandboxOptions.ts'

/** The options of what a new database is filled with; one that has been filled keeps what it holds. */
export const seeds = {
  users: 'users',
  projects: 'projects',
  webhooks: 'webhooks',
  'resource-tags': 'resourceTags',
  invites: 'invites',
  'iam-integrations': 'iamIntegrations',
} as const

const numbers = {
  ...seeds,
  port: 'port',
  seats: 'seats',
  'max-page-size': 'maxPageSize',
  'fault-seed': 'faultSeed',
  'requests-per-minute': 'requestsPerMinute',
  'latency-ms': 'latencyMs',
} as const

/** The names of the options that take a number. */
export type NumberOption = keyof typeof numbers

const text = { type: 'string' } as const

/** Reads the command line; throws with a message for the person who typed it. */
export function readOptions(args: string[]): SandboxOptions {
  const { values } = parseArgs({
    args,
    options: {
      ...(Object.fromEntries(Object.keys(numbers).map((name) => [name, text])) as Record<NumberOption, typeof text>),
      host: text,
      'api-key': text,
      data: text,
      schema: text,
      'invite-ids': text,
      fault: { type: 'string', multiple: true },
    },
  })
  const { host, 'api-key': apiKey, data, schema, 'invite-ids': inviteIds } = values
  return {
    ...(host !== undefined && { host }),
    ...(apiKey !== undefined && { apiKey }),
    ...(data !== undefined && { data }),
    // Whether these words are known is for the sandbox to say.
    ...(schema !== undefined && { schema: schema as '2024-10' }),
    ...(inviteIds !== undefined && { inviteIds: inviteIds as 'real' }),
    ...Object.fromEntries(
      Object.entries(numbers).flatMap(([option, member]) => {
        const value = values[option as NumberOption]
        return value === undefined ? [] : [[member, toNumber(option, value)]]
      }),
    ),
    ...(values.fault && { faults: values.fault.map(toFault) }),
  }
}

function toNumber(option: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new TypeError(`--${option} takes a whole number.`)
}

/**
 * A fault as it is typed: its kind, then its options, `http-status,status=502,processed=true`. A comma that no option
 * follows belongs to the text before it, as the one in an HTTP date does.
 */
function toFault(typed: string): Fault {
  const [kind, ...options] = typed.split(/,(?=[A-Za-z]+=)/)
  const entries = options.map((option) => {
    const [name = '', ...value] = option.split('=')
    return [name, toValue(name, value.join('='))] as const
  })
  // Nothing is known of it yet; the sandbox looks at each part.
  return { ...Object.fromEntries(entries), kind } as unknown as Fault
}

const numeric = ['skip', 'times', 'probability', 'delayMs', 'status', 'exceptionStatus']

function toValue(name: string, text: string): string | number | boolean {
  if (numeric.includes(name)) return text === '' ? NaN : Number(text)
  if (name === 'processed' && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
