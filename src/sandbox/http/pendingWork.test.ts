import { expect, it, vi } from 'vitest'
import { PendingWork } from './pendingWork.ts'

it('ends after running work, and drops scheduled work', async () => {
  const pendingWork = new PendingWork()
  const late = vi.fn(() => Promise.resolve())
  let finish = (): void => undefined
  const work = new Promise<void>((resolve) => (finish = resolve))
  let isEnded = false
  pendingWork.track(work.then(() => pendingWork.schedule(late, { kind: 'hang', delayMs: 0 })))
  pendingWork.schedule(late, { kind: 'hang', delayMs: 0 })
  pendingWork.schedule(late, { kind: 'hang', lateAfter: 'Look' })

  const end = pendingWork.end().then(() => (isEnded = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const endedEarly = isEnded
  finish()
  await end
  pendingWork.responded('Look')
  await new Promise((resolve) => setTimeout(resolve, 20))

  expect(endedEarly).toBe(false)
  expect(late).not.toHaveBeenCalled()
})

it('starts work that waits for a response once', async () => {
  const pendingWork = new PendingWork()
  const late = vi.fn(() => Promise.resolve())
  pendingWork.schedule(late, { kind: 'hang', lateAfter: 'Look' })

  pendingWork.responded('Look')
  pendingWork.responded('Look')
  await pendingWork.end()

  expect(late).toHaveBeenCalledTimes(1)
})
