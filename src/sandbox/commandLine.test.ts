import { expect, it } from 'vitest'
import { parseOptions } from './commandLine.ts'
import { toSettings } from './sandboxOptions.ts'

const toFlag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
const numbers = Object.entries(toSettings({ seats: 1, requestsPerMinute: 1 })).flatMap(([name, value]) =>
  typeof value === 'number' ? [name] : [],
)

it.each(numbers)('has a command-line option for the sandbox option %s', (name) => {
  expect(parseOptions([toFlag(name), '3'])).toEqual({ [name]: 3 })
})

it('parses numbers, booleans and texts with commas in a fault', () => {
  const { faults } = parseOptions([
    ...['--fault', 'http-status,status=502,processed=true,times=2'],
    ...['--fault', 'hang,processed=late,lateAfter=Look'],
    ...['--fault', 'http-status,message=a=b, c,retryAfter=Wed, 21 Oct 2026 07:28:00 GMT'],
  ])

  expect(faults).toEqual([
    { kind: 'http-status', status: 502, processed: true, times: 2 },
    { kind: 'hang', processed: 'late', lateAfter: 'Look' },
    { kind: 'http-status', message: 'a=b, c', retryAfter: 'Wed, 21 Oct 2026 07:28:00 GMT' },
  ])
})
