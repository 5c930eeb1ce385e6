import {
  CreateResourceTagDocument,
  DeleteResourceTagDocument,
  GetResourceTagsDocument,
  UpdateResourceTagDocument,
  type ResourceTagFragment,
} from '../../../generated/operations.ts'
import { withDates } from '../../core/dates.ts'
import type { RequestOptions } from '../../core/callOptions.ts'
import { audited } from '../audit.ts'
import { unlessDryRun, type Context } from '../context.ts'
import { refuse, requireVisible, idOf, isText, objectOf } from '../../core/guards.ts'
import { presentChange, presentList } from '../answers.ts'
import { orGone } from '../removals.ts'

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
  const make = async () => {
    if (!isText(text)) {
      throw refuse('CreateResourceTag', "a tag needs a text, such as { text: 'urgent', color: 'ff8800' }.")
    }
    const data = await context.execute(
      CreateResourceTagDocument,
      { text: requireVisible('CreateResourceTag', 'the text', text), color: parseColor(color) },
      options,
    )
    presentChange(data.createResourceTag, 'CreateResourceTag', data)
    return data
  }
  const created = audited(context, { action: 'createResourceTag', text }, make, (data) => ({
    id: data.createResourceTag?.id,
  }))
  const made = created.then((data) => withDates(data.createResourceTag as ResourceTag))
  return unlessDryRun(made, () => ({ id: 'dry-run', text, color: parseColor(color) }))
}

/** What is to be changed of a tag; what is left out stays. */
export type ResourceTagChanges = { readonly [Key in keyof NewResourceTag]?: NewResourceTag[Key] | undefined }

/** A tag, or its id. */
export type ResourceTagReference = string | Pick<ResourceTag, 'id'>

/** Changes a tag. */
export async function updateResourceTag(
  context: Context,
  tag: ResourceTagReference,
  changes: ResourceTagChanges,
  options?: RequestOptions,
): Promise<ResourceTag> {
  const operationName = 'UpdateResourceTag'
  const id = idOf(tag)
  const { text, color } = objectOf(changes)
  const toColor = (): string | undefined => (color === undefined ? undefined : parseColor(color, operationName))
  const updating = audited(context, { action: 'updateResourceTag', id, text }, async () => {
    if (id === undefined) throw refuse(operationName, 'it needs a tag, or the id of one.')
    if (text === undefined && color === undefined) throw refuse(operationName, 'it needs a text or a color to change.')
    if (text !== undefined && !isText(text)) throw refuse(operationName, 'a tag can not be without a text.')
    const visible = text === undefined ? undefined : requireVisible(operationName, 'the text', text)
    const data = await context.execute(UpdateResourceTagDocument, { id, text: visible, color: toColor() }, options)
    presentChange(data.updateResourceTag, operationName, data)
    return data
  })
  const updated = updating.then((data) => withDates(data.updateResourceTag as ResourceTag))
  return unlessDryRun(updated, () => ({ id: id ?? '', text: text ?? null, color: toColor() ?? null }))
}

/** Removes a tag. */
export async function deleteResourceTag(
  context: Context,
  tag: ResourceTagReference,
  options?: RequestOptions,
): Promise<void> {
  const operationName = 'DeleteResourceTag'
  const id = idOf(tag)
  const remove = async () => {
    if (id === undefined) throw refuse(operationName, 'it needs a tag, or the id of one.')
    const data = await context.execute(DeleteResourceTagDocument, { id }, options)
    presentChange(data.deleteResourceTag, operationName, data)
    return data
  }
  const deleting = audited(context, { action: 'deleteResourceTag', id }, () => orGone(remove()))
  await unlessDryRun(deleting, () => ({}))
}

/** All tags. */
export async function getResourceTags({ execute }: Context, options?: RequestOptions): Promise<readonly ResourceTag[]> {
  const data = await execute(GetResourceTagsDocument, {}, options)
  return presentList(data.organization?.resourceTag, 'GetResourceTags', data).map((tag) => withDates(tag))
}

/** A colour as the API takes it: six lower-case hex digits and no `#`. */
export function parseColor(color: string, operationName = 'CreateResourceTag'): string {
  const digits = typeof color === 'string' ? /^\s*#?([0-9a-f]{6})\s*$/i.exec(color)?.[1] : undefined
  if (digits !== undefined) return digits.toLowerCase()
  throw refuse(operationName, "a colour has six hex digits, with or without '#', such as 'ff8800'.")
}
