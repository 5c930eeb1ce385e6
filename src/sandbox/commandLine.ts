import { parseArgs } from 'node:util'
import type { AnyFault, Fault } from './faults/fault.ts'
import type { SandboxOptions } from './sandboxOptions.ts'

/** The options that fill a new database. A data file that has been filled ignores them. */
export const seedOptions = {
  users: 'users',
  projects: 'projects',
  webhooks: 'webhooks',
  'resource-tags': 'resourceTags',
  invites: 'invites',
  'iam-integrations': 'iamIntegrations',
} as const

const numberOptions = {
  ...seedOptions,
  port: 'port',
  seats: 'seats',
  'max-page-size': 'maxPageSize',
  'fault-seed': 'faultSeed',
  'requests-per-minute': 'requestsPerMinute',
  'latency-ms': 'latencyMs',
} as const

/** The command-line options that take a number. */
export type NumberOption = keyof typeof numberOptions

const text = { type: 'string' } as const

/**
 * Parses the command line of the sandbox.
 *
 * @throws TypeError with a message for the person who typed it.
 */
export function parseOptions(args: string[]): SandboxOptions {
  const { values } = parseArgs({
    args,
    options: {
      ...(Object.fromEntries(Object.keys(numberOptions).map((name) => [name, text])) as Record<
        NumberOption,
        typeof text
      >),
      host: text,
      'api-key': text,
      data: text,
      schema: text,
      'first-type': text,
      'sharing-path': text,
      'invite-ids': text,
      fault: { type: 'string', multiple: true },
    },
  })
  const { host, 'api-key': apiKey, data, schema, 'first-type': firstType, 'invite-ids': inviteIds } = values
  const sharingPath = values['sharing-path']
  return {
    ...(host !== undefined && { host }),
    ...(apiKey !== undefined && { apiKey }),
    ...(data !== undefined && { data }),
    // createSandbox() checks these words.
    ...(schema !== undefined && { schema: schema as '2024-10' }),
    ...(firstType !== undefined && { firstType: firstType as 'Int' }),
    ...(sharingPath !== undefined && { sharingPath: sharingPath as '/graphql' }),
    ...(inviteIds !== undefined && { inviteIds: inviteIds as 'real' }),
    ...Object.fromEntries(
      Object.entries(numberOptions).flatMap(([option, member]) => {
        const value = values[option as NumberOption]
        return value === undefined ? [] : [[member, toNumber(option, value)]]
      }),
    ),
    ...(values.fault && { faults: values.fault.map(parseFault) }),
  }
}

function toNumber(option: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value)
  throw new TypeError(`--${option} takes a whole number.`)
}

/**
 * Parses a fault: its kind, then its options, as in `http-status,status=502,processed=true`. A comma without an option
 * after it is part of the value before it, as in an HTTP date.
 */
function parseFault(typed: string): Fault {
  const [kind, ...options] = typed.split(/,(?=[A-Za-z]+=)/)
  const entries = options.map((option) => {
    const [name = '', ...value] = option.split('=')
    return [name, parseFaultValue(name, value.join('='))] as const
  })
  // createSandbox() checks the fault.
  return { ...Object.fromEntries(entries), kind } as unknown as Fault
}

type NumericFaultOption = {
  [Option in keyof AnyFault]-?: NonNullable<AnyFault[Option]> extends number ? Option : never
}[keyof AnyFault]

// A record, so that a numeric option that is missing here does not compile.
const numericFaultOptions: Readonly<Record<NumericFaultOption, true>> = {
  skip: true,
  times: true,
  probability: true,
  delayMs: true,
  status: true,
  exceptionStatus: true,
}

function parseFaultValue(name: string, value: string): string | number | boolean {
  if (Object.hasOwn(numericFaultOptions, name)) return value === '' ? NaN : Number(value)
  if (name === 'processed' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}
