import { isLabelboxError } from '../../core/errors.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import type { Context } from '../context.ts'
import { referencesOf, type References } from '../invites/newInvite.ts'

/** Asks for each name once, however many rows have it: also for one that there is not. */
export function remembered(run: { readonly context: Context; readonly call: CallOptions }): References {
  const references = (): References => referencesOf(run.context, run.call)
  return {
    role: once((role) => references().role(role)),
    project: once((project) => references().project(project)),
    group: once((group) => references().group(group)),
  }
}

function once<Reference, Found>(
  find: (reference: Reference) => Promise<Found>,
): (reference: Reference) => Promise<Found> {
  const known = new Map<Reference, Promise<Found>>()
  return (reference) => {
    // A record says what it is, and may be another object each time.
    if (typeof reference !== 'string') return find(reference)
    const earlier = known.get(reference)
    if (earlier !== undefined) return earlier
    const finding = find(reference)
    known.set(reference, finding)
    finding.catch((error: unknown) => {
      if (!isLabelboxError(error, 'INVALID_INPUT')) known.delete(reference)
    })
    return finding
  }
}
