import type { LabelEvent, WebhookEvent } from './event.ts'

/** Options of {@link newestById}. */
export interface NewestByIdOptions {
  /**
   * Maximum number of labels to remember, and of deliveries. The least recently used are forgotten first, and count as new
   * when they come again. Default: 10,000 each, a few megabytes.
   */
  readonly maxIds?: number | undefined
  /**
   * Returns the time of a label's last change, from the payload. Default: `updatedAt` for version 2, and `null` for version 1,
   * because no time is documented for it.
   */
  readonly timeOf?: ((event: LabelEvent, labelId: string) => Date | null) | undefined
}

/** Handles an event. `labelIds` are the labels that it is new for. */
export type NewestHandler = (event: WebhookEvent, labelIds: readonly string[]) => unknown

/**
 * Wraps a handler of events, and drops an event if a newer one of the same label was handled before. Labelbox promises no
 * order of events, and doesn't document whether it repeats them.
 *
 * The newer of two events is the one with
 *
 * 1. the later time, if the payloads have different ones (see `timeOf`);
 * 2. otherwise, in version 1, the later step: created, updated, deleted;
 * 3. otherwise, the later arrival. So it can't order two updates of version 1.
 *
 * An event is a hint: read the label from Labelbox before you rely on what the event says.
 *
 * - A delivery whose id was handled before is dropped.
 * - Events that name no label always reach the handler, with an empty list.
 * - Events of one label are handled one after another, as they arrive.
 * - If the handler fails, the error is passed on and the event is forgotten, so a repeated delivery reaches the handler.
 *
 * It remembers in this process only. If several processes receive events, compare with the time in your database.
 *
 * @returns A function for `onEvent` of {@link webhookHandler}. It resolves to whether the event was handled.
 * @throws TypeError for invalid options.
 * @example
 * export const POST = webhookHandler({
 *   secret: () => process.env.WEBHOOK_SECRET ?? '',
 *   onEvent: newestById((event, labelIds) => queue.add(event.type, labelIds)),
 * })
 */
export function newestById(
  handle: NewestHandler,
  options: NewestByIdOptions = {},
): (event: WebhookEvent) => Promise<boolean> {
  const { maxIds = 10_000, timeOf } = options
  if (typeof handle !== 'function' || (timeOf !== undefined && typeof timeOf !== 'function')) {
    throw new TypeError('The handler and timeOf must be functions.')
  }
  if (!(Number.isSafeInteger(maxIds) && maxIds > 0)) throw new TypeError('maxIds must be a whole number, 1 or more.')
  const newest = recent<Moment>(maxIds)
  const handled = recent<true>(maxIds)
  const inTurn = turns()

  const judge = async (event: WebhookEvent, moments: ReadonlyMap<string, Moment>): Promise<boolean> => {
    if (event.id !== null && handled.get(event.id) === true) return false
    const news = [...moments].filter(([id, moment]) => isNews(moment, newest.get(id)))
    if (news.length === 0 && moments.size > 0) return false
    await handle(
      event,
      news.map(([id]) => id),
    )
    // Only now, so that a repeated delivery is handled if the handler failed.
    for (const [id, { time, step }] of news) {
      const before = newest.get(id)
      newest.set(id, { time: time ?? before?.time, step: step ?? before?.step })
    }
    if (event.id !== null) handled.set(event.id, true)
    return true
  }

  return async (event) => {
    const moments = momentsOf(event, timeOf)
    const keys = [...moments.keys()].map((id) => `label ${id}`)
    return inTurn(event.id === null ? keys : [...keys, `delivery ${event.id}`], () => judge(event, moments))
  }
}

/** The point in a label's history that an event describes. */
interface Moment {
  readonly time: number | undefined
  readonly step: number | undefined
}

/** Whether an event is as new as what was handled before, or newer. */
function isNews(moment: Moment, before: Moment | undefined): boolean {
  if (before === undefined) return true
  if (moment.time !== undefined && before.time !== undefined && moment.time !== before.time) {
    return moment.time > before.time
  }
  return moment.step === undefined || before.step === undefined || moment.step >= before.step
}

const steps = ['LABEL_CREATED', 'LABEL_UPDATED', 'LABEL_DELETED'] as const

function momentsOf(event: WebhookEvent, timeOf: NewestByIdOptions['timeOf']): ReadonlyMap<string, Moment> {
  const moments = new Map<string, Moment>()
  if (!('payloadVersion' in event)) return moments
  const times = new Map<string | null, Date | null>()
  if (event.payloadVersion === 2) {
    for (const { labels } of event.projects) for (const { id, updatedAt } of labels) times.set(id, updatedAt)
  }
  // Version 2 may name labels that the event is not about, so the event's type says nothing about a single label.
  const step = event.payloadVersion === 1 ? steps.indexOf(event.type) : undefined
  for (const id of event.labelIds) {
    const time = (timeOf === undefined ? times.get(id) : timeOf(event, id))?.getTime()
    moments.set(id, { time: Number.isNaN(time) ? undefined : time, step })
  }
  return moments
}

/** A map of limited size. The least recently used entry is forgotten first. */
function recent<V>(size: number): { get: (key: string) => V | undefined; set: (key: string, value: V) => void } {
  const entries = new Map<string, V>()
  const set = (key: string, value: V): void => {
    entries.delete(key)
    entries.set(key, value)
    for (const oldest of entries.keys()) {
      if (entries.size <= size) break
      entries.delete(oldest)
    }
  }
  const get = (key: string): V | undefined => {
    const value = entries.get(key)
    if (value !== undefined) set(key, value)
    return value
  }
  return { get, set }
}

/** Runs tasks at once, except that tasks with a common key run in the order of the calls. */
function turns(): <T>(keys: readonly string[], task: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return async (keys, task) => {
    const turn = Promise.allSettled(keys.flatMap((key) => last.get(key) ?? [])).then(task)
    for (const key of keys) last.set(key, turn)
    try {
      return await turn
    } finally {
      for (const key of keys) if (last.get(key) === turn) last.delete(key)
    }
  }
}
