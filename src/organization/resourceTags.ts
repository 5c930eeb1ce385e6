import {
  CreateResourceTagDocument,
  GetResourceTagsDocument,
  type ResourceTagFragment,
} from '../../generated/operations.ts'
import { withDates } from '../dates.ts'
import type { RequestOptions } from '../transport/deadline.ts'
import { audited } from './audit.ts'
import { presentChange, presentList, refuse, unlessDryRun, type Context } from './context.ts'

/** A coloured tag for projects. */
export type ResourceTag = ResourceTagFragment

/** A new tag. */
export interface NewResourceTag {
  /** What it says; not empty. */
  readonly text: string
  /** Six hex digits, with or without `#`, in either case: `ff8800`, `#FF8800`. */
  readonly color: string
}

/** Creates a tag. */
export async function createResourceTag(
  context: Context,
  tag: NewResourceTag,
  options?: RequestOptions,
): Promise<ResourceTag> {
  // From JavaScript anything may come.
  const { text = '', color = '' } = (tag as Partial<NewResourceTag> | null | undefined) ?? {}
  const created = audited(context, { action: 'createResourceTag', text }, async () => {
    if (typeof text !== 'string' || text.trim() === '') {
      throw refuse('CreateResourceTag', "a tag needs a text, such as { text: 'urgent', color: 'ff8800' }.")
    }
    const data = await context.execute(CreateResourceTagDocument, { text, color: parseColor(color) }, options)
    presentChange(data.createResourceTag, 'CreateResourceTag', data)
    return data
  })
  const made = created.then((data) => withDates(data.createResourceTag as ResourceTag))
  return unlessDryRun(made, () => ({ id: 'dry-run', text, color: parseColor(color) }))
}

/** All tags. */
export async function getResourceTags({ execute }: Context, options?: RequestOptions): Promise<readonly ResourceTag[]> {
  const data = await execute(GetResourceTagsDocument, {}, options)
  return presentList(data.organization?.resourceTag, 'GetResourceTags', data).map((tag) => withDates(tag))
}

/** A colour as the API takes it: six lower-case hex digits and no `#`. */
export function parseColor(color: string): string {
  const digits = typeof color === 'string' ? /^\s*#?([0-9a-f]{6})\s*$/i.exec(color)?.[1] : undefined
  if (digits !== undefined) return digits.toLowerCase()
  throw refuse('CreateResourceTag', "a colour has six hex digits, with or without '#', such as 'ff8800'.")
}
