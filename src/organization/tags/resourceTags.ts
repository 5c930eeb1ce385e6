import {
  CreateResourceTagDocument,
  DeleteResourceTagDocument,
  GetResourceTagsDocument,
  UpdateResourceTagByWhereDocument,
  UpdateResourceTagDocument,
  type GetResourceTagsQuery,
} from '../../../generated/operations.ts'
import type { CallOptions } from '../../core/callOptions.ts'
import { withDates } from '../../core/dates.ts'
import { objectOf, refuse } from '../../core/guards.ts'
import { idOf, isText, requireVisible } from '../../core/visibleText.ts'
import { acceptedForm } from '../acceptedForm.ts'
import type { Context } from '../context.ts'
import { changedRecord, requireChanged, requireList } from '../responses.ts'
import { nothing, orRemoved, runChange } from '../runChange.ts'
import { notFound } from '../unknownIds.ts'

type WireResourceTag = NonNullable<GetResourceTagsQuery['organization']>['resourceTag'][number]

/** A tag for projects, with a color. */
export interface ResourceTag extends WireResourceTag {}

/** A tag to create. */
export interface NewResourceTag {
  /** The text of the tag, not empty. */
  readonly text: string
  /** Six hex digits, with or without `#`, in either case: `ff8800`, `#FF8800`. */
  readonly color: string
}

/** Changes to a tag. Omitted fields stay as they are. */
export interface ResourceTagChanges {
  /** The text of the tag, not empty. */
  readonly text?: string | undefined
  /** Six hex digits, with or without `#`, in either case: `ff8800`, `#FF8800`. */
  readonly color?: string | undefined
}

/** A tag: a record or an id. */
export type ResourceTagReference = string | { readonly id: string }

export async function getResourceTags({ execute }: Context, call: CallOptions): Promise<readonly ResourceTag[]> {
  const data = await execute(GetResourceTagsDocument, {}, call)
  return requireList(data.organization?.resourceTag, 'GetResourceTags', data).map((tag) => withDates(tag))
}

export function createResourceTag(context: Context, tag: NewResourceTag, options: CallOptions): Promise<ResourceTag> {
  const operationName = 'CreateResourceTag'
  const { text, color } = objectOf(tag)
  return runChange<{ readonly text: string; readonly color: string }, ResourceTag>(context, options, {
    subject: { action: 'createResourceTag', text },
    prepare: () => {
      if (!isText(text)) throw refuse(operationName, "it needs a text, such as { text: 'urgent', color: 'ff8800' }.")
      return { text: requireVisible(operationName, 'the text', text), color: parseColor(color, operationName) }
    },
    send: (variables, call) =>
      changedRecord(
        context.execute(CreateResourceTagDocument, variables, call),
        operationName,
        (data) => data.createResourceTag,
      ),
    planned: (variables) => ({ id: 'dry-run', ...variables }),
    details: ({ id }) => ({ id }),
  })
}

export function updateResourceTag(
  context: Context,
  tag: ResourceTagReference,
  changes: ResourceTagChanges,
  options: CallOptions,
): Promise<ResourceTag> {
  const operationName = 'UpdateResourceTag'
  const { text, color } = objectOf(changes)
  return runChange<{ readonly id: string; readonly text: string; readonly color: string }, ResourceTag>(
    context,
    options,
    {
      subject: { action: 'updateResourceTag', id: idOf(tag), text },
      prepare: async (call) => {
        const id = requireTag(operationName, tag)
        if (text === undefined && color === undefined) {
          throw refuse(operationName, 'it needs a text or a color to change.')
        }
        if (text !== undefined && !isText(text)) throw refuse(operationName, 'the text must not be empty.')
        const changed = {
          text: text === undefined ? undefined : requireVisible(operationName, 'the text', text),
          color: color === undefined ? undefined : parseColor(color, operationName),
        }
        const isWhole = changed.text !== undefined && changed.color !== undefined
        const current = isWhole ? undefined : await findTag(context, id, call)
        return { id, text: changed.text ?? current?.text ?? '', color: changed.color ?? current?.color ?? '' }
      },
      send: (variables, call) => {
        const send = (document: typeof UpdateResourceTagDocument | typeof UpdateResourceTagByWhereDocument) => () =>
          changedRecord(
            context.execute(document, variables, call),
            operationName,
            ({ updateResourceTag }) => updateResourceTag,
          )
        return acceptedForm(
          context,
          operationName,
          send(UpdateResourceTagDocument),
          send(UpdateResourceTagByWhereDocument),
        )
      },
      planned: (variables) => variables,
    },
  )
}

/** Reads what a change of a tag leaves as it is: the API takes text and color together. */
async function findTag(context: Context, id: string, call: CallOptions): Promise<ResourceTag> {
  const tags = await getResourceTags(context, call)
  const found = tags.find((tag) => tag.id === id)
  if (found !== undefined) return found
  throw notFound('UpdateResourceTag', 'the organization has no tag with that id. getResourceTags() lists them.')
}

export async function deleteResourceTag(
  context: Context,
  tag: ResourceTagReference,
  options: CallOptions,
): Promise<void> {
  const operationName = 'DeleteResourceTag'
  await runChange(context, options, {
    subject: { action: 'deleteResourceTag', id: idOf(tag) },
    prepare: () => requireTag(operationName, tag),
    send: (id, call) =>
      orRemoved(context.execute(DeleteResourceTagDocument, { id }, call), (data) =>
        requireChanged(data.deleteResourceTag, operationName, data),
      ),
    planned: nothing,
  })
}

function requireTag(operationName: string, tag: ResourceTagReference): string {
  const id = idOf(tag)
  if (id !== undefined) return id
  throw refuse(operationName, 'it needs a tag, or its id.')
}

/** Returns a color as the API takes it: six lower-case hex digits without `#`. */
export function parseColor(color: string | undefined, operationName = 'CreateResourceTag'): string {
  const digits = typeof color === 'string' ? /^\s*#?([0-9a-f]{6})\s*$/i.exec(color)?.[1] : undefined
  if (digits !== undefined) return digits.toLowerCase()
  throw refuse(operationName, "a color has six hex digits, with or without '#', such as 'ff8800'.")
}
