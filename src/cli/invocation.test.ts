import { EventEmitter } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Invocation } from './invocation.ts'
import { processIo } from './io.ts'

vi.mock('./session/commandTransport.ts', () => ({
  commandTransport: () => ({ close: () => Promise.reject(new Error('It does not close.')) }),
}))

it('ends a run whose connections do not close', async () => {
  const unhandled: unknown[] = []
  const note = (reason: unknown): unknown => unhandled.push(reason)
  process.on('unhandledRejection', note)
  onTestFinished(() => void process.off('unhandledRejection', note))
  const invocation = new Invocation({ ...processIo(), signals: new EventEmitter() })
  await invocation.transport()
  invocation.end()
  await turn()
  await turn()
  expect(unhandled).toEqual([])
})
