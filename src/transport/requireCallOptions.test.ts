import { describe, expect, test, vi } from 'vitest'
import { GetUserDocument } from '../../generated/operations.ts'
import { failure } from '../../test/support/serving.ts'
import type { CallOptions } from '../core/callOptions.ts'
import { Labelbox } from '../labelbox.ts'

const data = { user: { id: 'u-1' } }

/** A call with these options, and what it sent. */
function calling(options: unknown) {
  const fetch = vi.fn(() => Promise.resolve(Response.json({ data })))
  const labelbox = new Labelbox({ apiKey: 'planted.api-key', fetch })
  return { fetch, call: labelbox.execute(GetUserDocument, {}, options as CallOptions) }
}

const { signal } = new AbortController()
const members = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined }

describe('a call is not sent with an option that is wrong:', () => {
  test.each<[options: unknown, message: string]>([
    [null, 'The last argument must be an object of options.'],
    [signal.aborted, 'The last argument must be an object of options.'],
    [{ signal: new AbortController() }, 'signal must be an AbortSignal: { signal: controller.signal }.'],
    [{ signal: null }, 'signal must be an AbortSignal'],
    [{ signal: { ...members, aborted: undefined } }, 'signal must be an AbortSignal'],
    [{ signal: { ...members, addEventListener: undefined } }, 'signal must be an AbortSignal'],
    [{ signal: { ...members, removeEventListener: undefined } }, 'signal must be an AbortSignal'],
    [{ timeoutMs: 0 }, 'timeoutMs must be'],
    [{ deadlineMs: '1000' }, 'deadlineMs must be'],
    [{ onPartialData: 'ignore' }, "onPartialData must be 'throw' or 'return'."],
    [{ dryRun: true }, 'A call has no option dryRun, so it would be sent.'],
    [{ DRYRUN: () => undefined }, 'A call has no option dryRun, so it would be sent.'],
  ])('%o', async (options, message) => {
    const { call, fetch } = calling(options)
    const error = await failure(call)
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.message).toContain(message)
    expect(fetch).not.toHaveBeenCalled()
  })
})

test.each([
  {},
  { signal: undefined, timeoutMs: undefined, deadlineMs: undefined, onPartialData: undefined, dryRun: false },
  { signal, timeoutMs: 1000, deadlineMs: Infinity, onPartialData: 'throw' },
  { signal: members, onPartialData: 'return' },
])('a call is sent with %o', async (options) => {
  expect(await calling(options).call).toEqual(data)
})
