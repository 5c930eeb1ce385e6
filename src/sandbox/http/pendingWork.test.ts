import { expect, it, vi } from 'vitest'
import { UnderWay } from './pendingWork.ts'

it('ends when what has begun is done, and begins nothing more', async () => {
  const underWay = new UnderWay()
  const late = vi.fn(() => Promise.resolve())
  let finish = (): void => undefined
  const work = new Promise<void>((resolve) => (finish = resolve))
  let isEnded = false
  underWay.now(work.then(() => underWay.later(late, { kind: 'hang', delayMs: 0 })))
  underWay.later(late, { kind: 'hang', delayMs: 0 })
  underWay.later(late, { kind: 'hang', lateAfter: 'Look' })

  const end = underWay.end().then(() => (isEnded = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const endedEarly = isEnded
  finish()
  await end
  underWay.answered('Look')
  await new Promise((resolve) => setTimeout(resolve, 20))

  expect(endedEarly).toBe(false)
  expect(late).not.toHaveBeenCalled()
})

it('begins what waits for an answer once', async () => {
  const underWay = new UnderWay()
  const late = vi.fn(() => Promise.resolve())
  underWay.later(late, { kind: 'hang', lateAfter: 'Look' })

  underWay.answered('Look')
  underWay.answered('Look')
  await underWay.end()

  expect(late).toHaveBeenCalledTimes(1)
})
