import fc from 'fast-check'
import {
  newestById,
  parseEvent,
  signPayload,
  webhookHandler,
  type LabelEvent,
  type NewestByIdOptions,
  type WebhookEvent,
} from 'labelbox-org/webhooks'
import { describe, expect, it, vi } from 'vitest'

const delivered = (payload: unknown, name = 'LABEL_UPDATED', id?: string): WebhookEvent =>
  parseEvent({ body: JSON.stringify(payload), headers: { 'x-labelbox-event': name, 'x-labelbox-id': id } })

/** An event of version 1 about one label. */
const v1 = (labelId: string, name = 'LABEL_UPDATED', id?: string): WebhookEvent =>
  delivered({ id: labelId, label: '{}', project: { id: 'p-1' }, dataRow: { id: 'r-1' } }, name, id)

/** An event of version 2; the labels have been changed in these seconds. */
const v2 = (
  seconds: Readonly<Record<string, number | undefined>>,
  name = 'LABEL_UPDATED',
  id?: string,
): WebhookEvent => {
  const labels = Object.entries(seconds).map(([label, second]) => ({
    id: label,
    label_details: second === undefined ? {} : { updated_at: new Date(second * 1000).toISOString() },
  }))
  return delivered({ data_row: { id: 'r-1' }, projects: { 'p-1': { labels } } }, name, id)
}

function receiving(options?: NewestByIdOptions) {
  const handled: (readonly string[])[] = []
  const receive = newestById((_event, labelIds) => void handled.push(labelIds), options)
  return { handled, receive }
}

/** The second in which an event of version 2 says that a label was changed. */
function secondOf(event: WebhookEvent, labelId: string): number {
  const labels = 'projects' in event ? event.projects.flatMap((project) => project.labels) : []
  return (labels.find(({ id }) => id === labelId)?.updatedAt?.getTime() ?? Number.NaN) / 1000
}

/** A handler that keeps the event of each label, takes a while, and fails as often as told for each delivery. */
function keeping(scheduler: fc.Scheduler, failures: ReadonlyMap<string, number>) {
  const kept = new Map<string, WebhookEvent>()
  const successes: (string | null)[] = []
  const left = new Map(failures)
  const receive = newestById(async (event, labelIds) => {
    await scheduler.schedule(Promise.resolve())
    const more = left.get(event.id ?? '') ?? 0
    left.set(event.id ?? '', more - 1)
    if (more > 0) throw new Error('no disk')
    for (const id of labelIds) kept.set(id, event)
    successes.push(event.id)
  })
  return { kept, successes, receive }
}

/** Delivers all events in an order of the scheduler, each until it is received. Returns the order of the arrivals. */
async function deliverAll(
  scheduler: fc.Scheduler,
  events: readonly WebhookEvent[],
  receive: (event: WebhookEvent) => Promise<boolean>,
): Promise<readonly WebhookEvent[]> {
  const arrivals: WebhookEvent[] = []
  const all = events.map(async (event) => {
    await scheduler.schedule(Promise.resolve())
    for (;;) {
      arrivals.push(event)
      const received = await receive(event).then(
        () => true,
        () => false,
      )
      if (received) return
    }
  })
  await scheduler.waitFor(Promise.all(all))
  return arrivals
}

const labelNames = ['label-1', 'label-2', 'label-3']
const failuresOf = (events: readonly WebhookEvent[], counts: readonly number[]): ReadonlyMap<string, number> =>
  new Map(events.map(({ id }, index) => [id ?? '', counts[index % counts.length] ?? 0]))

describe('newestById', () => {
  it('keeps the newest event of each label of version 2, in any order, with repeats and failures', async () => {
    const seconds = fc.dictionary(fc.constantFrom(...labelNames), fc.integer({ min: 1, max: 9 }), { minKeys: 1 })
    const deliveries = fc.array(fc.tuple(seconds, fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 8 })
    const counts = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), deliveries, counts, async (scheduler, given, failing) => {
        const events = given.map(([times], index) => v2(times, 'LABEL_UPDATED', `d-${index}`))
        const repeated = events.flatMap((event, index) => Array.from({ length: given[index]?.[1] ?? 1 }, () => event))
        const { kept, successes, receive } = keeping(scheduler, failuresOf(events, failing))

        await deliverAll(scheduler, repeated, receive)

        for (const label of labelNames) {
          const delivered = given.map(([times]) => times[label]).filter((second) => second !== undefined)
          const event = kept.get(label)
          expect(event && secondOf(event, label)).toBe(delivered.length === 0 ? undefined : Math.max(...delivered))
        }
        expect(new Set(successes).size).toBe(successes.length)
      }),
    )
  })

  it('keeps the last step of each label of version 1, in any order, with repeats and failures', async () => {
    const steps = ['LABEL_CREATED', 'LABEL_UPDATED', 'LABEL_DELETED']
    const delivery = fc.tuple(fc.constantFrom(...labelNames), fc.constantFrom(...steps), fc.integer({ min: 1, max: 3 }))
    const counts = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(delivery, { minLength: 1, maxLength: 8 }),
        counts,
        async (scheduler, given, failing) => {
          const events = given.map(([label, step], index) => v1(label, step, `d-${index}`))
          const repeated = events.flatMap((event, index) => Array.from({ length: given[index]?.[2] ?? 1 }, () => event))
          const { kept, receive } = keeping(scheduler, failuresOf(events, failing))

          await deliverAll(scheduler, repeated, receive)

          for (const label of labelNames) {
            const delivered = given.filter(([id]) => id === label).map(([, step]) => steps.indexOf(step))
            expect(kept.get(label)?.type).toBe(steps[Math.max(...delivered)])
          }
        },
      ),
    )
  })

  it('keeps the last arrival of updates without a time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 8 }), async (scheduler, count) => {
        const make = [() => v1('label-1'), () => v2({ 'label-1': undefined }), () => v2({ 'label-1': 7 })]
        for (const one of make) {
          const { kept, receive } = keeping(scheduler, new Map())
          const arrivals = await deliverAll(scheduler, Array.from({ length: count }, one), receive)
          expect(kept.get('label-1')).toBe(arrivals.at(-1))
        }
      }),
    )
  })

  it('names only the labels for which an event is news', async () => {
    const { handled, receive } = receiving()

    expect(await receive(v2({ 'label-1': 5, 'label-2': 5 }))).toBe(true)
    expect(await receive(v2({ 'label-1': 4, 'label-2': 6, 'label-3': 1 }))).toBe(true)
    expect(await receive(v2({ 'label-1': 4, 'label-2': 5 }))).toBe(false)

    expect(handled).toEqual([
      ['label-1', 'label-2'],
      ['label-2', 'label-3'],
    ])
  })

  it('handles equal times, as exports have them in whole seconds', async () => {
    const { handled, receive } = receiving()

    for (const second of [5, 5, 4]) await receive(v2({ 'label-1': second }))

    expect(handled).toEqual([['label-1'], ['label-1']])
  })

  it('ignores the type of version 2, whose payload may name labels that the event is not about', async () => {
    const { handled, receive } = receiving()

    await receive(v2({ 'label-1': 5 }, 'LABEL_DELETED'))
    await receive(v2({ 'label-1': 5 }, 'LABEL_UPDATED'))
    await receive(v2({ 'label-1': 5 }, 'LABEL_CREATED'))

    expect(handled).toHaveLength(3)
  })

  it('remembers the newest time when an event without one comes between', async () => {
    const { handled, receive } = receiving()

    await receive(v2({ 'label-1': 5 }))
    await receive(v2({ 'label-1': undefined }))
    expect(await receive(v2({ 'label-1': 4 }))).toBe(false)

    expect(handled).toHaveLength(2)
  })

  it('remembers the last step when an event of version 2 comes between', async () => {
    const { receive } = receiving()

    expect(await receive(v1('label-1', 'LABEL_DELETED'))).toBe(true)
    expect(await receive(v2({ 'label-1': 5 }))).toBe(true)
    expect(await receive(v1('label-1', 'LABEL_UPDATED'))).toBe(false)
  })

  it('handles the first step of a label that is known from version 2 only', async () => {
    const { receive } = receiving()

    expect(await receive(v2({ 'label-1': 5 }))).toBe(true)
    expect(await receive(v1('label-1', 'LABEL_CREATED'))).toBe(true)
  })

  it('takes the time from timeOf, before the step', async () => {
    const timeOf = ({ payload }: LabelEvent): Date | null => {
      const { updatedAt } = payload as { readonly updatedAt?: string }
      return updatedAt === undefined ? null : new Date(updatedAt)
    }
    const { receive } = receiving({ timeOf })
    const send = (name: string, updatedAt?: string) => receive(delivered({ id: 'label-1', updatedAt }, name))

    expect(await send('LABEL_DELETED', '2026-01-01T00:00:05Z')).toBe(true)
    expect(await send('LABEL_UPDATED', '2026-01-01T00:00:05Z')).toBe(false)
    expect(await send('LABEL_UPDATED', '2026-01-01T00:00:06Z')).toBe(true)
    expect(await send('LABEL_UPDATED', '2026-01-01T00:00:04Z')).toBe(false)
    expect(await send('LABEL_UPDATED', 'never')).toBe(true)
    expect(await send('LABEL_UPDATED')).toBe(true)
    expect(await send('LABEL_UPDATED', '2026-01-01T00:00:05Z')).toBe(false)
  })

  it('always handles events that name no label', async () => {
    const { handled, receive } = receiving()

    for (const event of [delivered({}, 'MOVE'), delivered([1], 'OTHER'), delivered({}), v2({}), v2({})]) {
      expect(await receive(event)).toBe(true)
    }

    expect(handled).toEqual([[], [], [], [], []])
  })

  it('drops a repeated delivery of any type', async () => {
    const { handled, receive } = receiving()

    for (const event of [delivered({}, 'MOVE', 'd-1'), v1('label-1', 'LABEL_UPDATED', 'd-2'), v2({}, 'OTHER', 'd-3')]) {
      expect(await Promise.all([receive(event), receive(event)])).toEqual([true, false])
    }

    expect(handled).toEqual([[], ['label-1'], []])
  })

  it('handles the events of one label one after the other, and those of others meanwhile', async () => {
    const log: string[] = []
    const ends: (() => void)[] = []
    const receive = newestById(async (event) => {
      log.push(`begins ${event.id ?? ''}`)
      await new Promise<void>((end) => ends.push(end))
      log.push(`ends ${event.id ?? ''}`)
    })

    const one = receive(v2({ 'label-1': 1 }, 'LABEL_UPDATED', 'one'))
    const both = receive(v2({ 'label-1': 2, 'label-2': 2 }, 'LABEL_UPDATED', 'both'))
    const other = receive(v2({ 'label-3': 1 }, 'LABEL_UPDATED', 'other'))
    await vi.waitFor(() => expect(log).toEqual(['begins one', 'begins other']))
    ends[0]?.()
    await one
    await vi.waitFor(() => expect(ends).toHaveLength(3))
    ends[2]?.()
    await both
    ends[1]?.()
    await other

    expect(log).toEqual(['begins one', 'begins other', 'ends one', 'begins both', 'ends both', 'ends other'])
  })

  it('handles deliveries without an id at the same time if they are of different labels', async () => {
    const ends: (() => void)[] = []
    const receive = newestById(() => new Promise<void>((end) => ends.push(end)))

    const both = [receive(v1('label-1')), receive(v1('label-2'))]
    await vi.waitFor(() => expect(ends).toHaveLength(2))
    for (const end of ends) end()

    expect(await Promise.all(both)).toEqual([true, true])
  })

  it('passes an error of the handler on, and handles the event when it is repeated', async () => {
    let isBroken = true
    const receive = newestById(() => {
      if (isBroken) throw new Error('no disk')
    })
    const errors: unknown[] = []
    const handler = webhookHandler({ secret: 's', onEvent: receive, onError: (error) => errors.push(error) })
    const delivery = await signPayload({ id: 'label-1' }, { secret: 's', id: 'd-1' })
    const send = async () => (await handler(new Request('https://example.com/webhooks', delivery))).status

    expect(await send()).toBe(500)
    isBroken = false
    expect([await send(), await send()]).toEqual([200, 200])
    expect(errors).toMatchObject([{ message: 'no disk' }])
  })

  it('forgets the labels and deliveries that were used longest ago', async () => {
    const { receive } = receiving({ maxIds: 2 })
    const isNews = (label: string, second: number) => receive(v2({ [label]: second }))

    await isNews('label-1', 5)
    await isNews('label-2', 5)
    expect(await isNews('label-1', 4)).toBe(false)
    await isNews('label-3', 5)
    expect([await isNews('label-1', 4), await isNews('label-2', 4)]).toEqual([false, true])

    const answers: boolean[] = []
    for (const id of ['d-1', 'd-2', 'd-1', 'd-3', 'd-1', 'd-2']) answers.push(await receive(delivered({}, 'MOVE', id)))
    expect(answers).toEqual([true, true, false, true, false, true])
  })

  it('forgets no label for one whose handler failed', async () => {
    const receive = newestById(
      (_event, [label]) => {
        if (label === 'label-2') throw new Error('no disk')
      },
      { maxIds: 1 },
    )

    await receive(v2({ 'label-1': 5 }))
    await expect(receive(v2({ 'label-2': 5 }))).rejects.toThrow('no disk')
    expect(await receive(v2({ 'label-1': 4 }))).toBe(false)
  })

  it.each([
    [undefined, {}, 'The handler and timeOf must be functions.'],
    [() => 1, { timeOf: 'updatedAt' }, 'The handler and timeOf must be functions.'],
    [() => 1, { maxIds: 0 }, 'maxIds must be a whole number, 1 or more.'],
    [() => 1, { maxIds: Infinity }, 'maxIds must be a whole number, 1 or more.'],
  ])('throws a TypeError for the arguments %j and %j: %s', (handle, options, message) => {
    const make = () => newestById(handle as () => number, options as NewestByIdOptions)
    expect(make).toThrow(new TypeError(message))
  })
})
