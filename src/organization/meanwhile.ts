import { processWide } from '../processWide.ts'

const watching = /* @__PURE__ */ processWide('meanwhile@1', /* @__PURE__ */ new Set<Set<string>>())

/** Notes every address that this process sends an invite to from now on, by the key of `keyOf`, until it is stopped. */
export function watchSent(): { readonly sent: ReadonlySet<string>; readonly stop: () => void } {
  const sent = new Set<string>()
  watching.add(sent)
  return { sent, stop: () => void watching.delete(sent) }
}

/** An invite is about to be sent. */
export function noteSent(key: string): void {
  for (const sent of watching) sent.add(key)
}
