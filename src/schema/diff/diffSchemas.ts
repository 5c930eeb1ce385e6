import { CriticalityLevel, diff, type Change } from '@graphql-inspector/core'
import {
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  type GraphQLSchema,
} from 'graphql'
import { directiveChanges } from './directiveChanges.ts'
import { endpointChanges } from './endpointChanges.ts'
import { kindOf } from './partKinds.ts'
import { renamedSchema } from './renamedSchema.ts'
import { findRenames, type Renames } from './renames.ts'
import type { ChangeClass, SchemaChange } from './schemaChange.ts'

const classes: Readonly<Record<CriticalityLevel, ChangeClass>> = {
  [CriticalityLevel.Breaking]: 'breaking',
  [CriticalityLevel.Dangerous]: 'dangerous',
  [CriticalityLevel.NonBreaking]: 'safe',
}

/**
 * Finds the changes between two schemas, the worst first. The order depends only on the two schemas. Renamed parts are
 * one change each, and the other changes have the new names.
 */
export async function diffSchemas(
  old: GraphQLSchema,
  after: GraphQLSchema,
  renames: Renames = findRenames(old, after),
): Promise<SchemaChange[]> {
  const before = renamedSchema(old, renames)
  const all: readonly Change[] = await diff(before, after)
  // {@link directiveChanges} reports the directives that matter to clients.
  const found = all
    .filter((change) => !String(change.type).startsWith('DIRECTIVE_USAGE'))
    .map((change): SchemaChange => {
      const { message, path = '', criticality } = change
      const level = classes[criticality.level]
      return {
        type: String(change.type),
        class: level,
        message,
        path: path.replace(/\.@?deprecated(\.reason)?$/, ''),
        reason: level === 'dangerous' ? criticality.reason : undefined,
        interface: interfaceOf(change.meta),
      }
    })
    .map((change) => reclassified(change, before, after))
  const moves = endpointChanges(before, after)
  const moved = new Set(moves.map(({ path }) => path))
  const others = found.filter(({ type, path }) => !(/_DESCRIPTION_\w+$/.test(type) && moved.has(path)))
  const changes = [...others, ...directiveChanges(before, after), ...moves, ...renameChanges(renames, old)]
  const added = new Set(changes.filter(({ type }) => isAddition(type)).map(({ path }) => path))
  return changes
    .filter((change) => isNewPossibleType(change, before, after) || !isPartOfAddition(change, added))
    .sort((a, b) => rank(a) - rank(b) || compare(a.path, b.path) || compare(a.message, b.message))
}

/** A renamed part breaks only those who name it. */
const renameChanges = ({ known }: Renames, old: GraphQLSchema): SchemaChange[] =>
  [...known].map(([path, name]): SchemaChange => {
    const message = `'${path}' is named '${name}' now`
    return {
      type: `${kindOf(path, old)}_RENAMED`,
      class: 'breaking',
      message,
      path,
      reason: undefined,
      interface: undefined,
    }
  })

/** Corrects the class of a change where that takes a look at both schemas. */
function reclassified(change: SchemaChange, before: GraphQLSchema, after: GraphQLSchema): SchemaChange {
  if (isNewPossibleType(change, before, after)) {
    return { ...change, class: 'dangerous', reason: change.reason ?? newPossibleTypeText }
  }
  const { type, path } = change
  const isRequiredNow = /_DEFAULT(_VALUE)?_CHANGED$/.test(type) && isRequired(after, path) && !isRequired(before, path)
  return isRequiredNow ? { ...change, class: 'breaking', reason: undefined } : change
}

const newPossibleTypeText = 'A selection on the interface may return a type that the client does not know.'

/** A new possible type of an interface is as dangerous as a new union member, whether or not the type is new. */
const isNewPossibleType = (
  { type, path, interface: name }: SchemaChange,
  before: GraphQLSchema,
  after: GraphQLSchema,
): boolean =>
  type === 'OBJECT_TYPE_INTERFACE_ADDED' &&
  isObjectType(after.getType(path)) &&
  name !== undefined &&
  before.getType(name) !== undefined

/** Whether an argument or input field is required. */
function isRequired(schema: GraphQLSchema, path: string): boolean {
  const [head = '', member = '', argument] = path.split('.')
  const args = head.startsWith('@') ? schema.getDirective(head.slice(1))?.args : undefined
  const type = schema.getType(head)
  if (isInputObjectType(type)) {
    const field = type.getFields()[member]
    return field !== undefined && isRequiredInputField(field)
  }
  const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields()[member]?.args : undefined
  const found = (args ?? fields)?.find(({ name }) => name === (args ? member : argument))
  return found !== undefined && isRequiredArgument(found)
}

/** An added part is one change, without one more for each part inside it. */
function isPartOfAddition({ type, path }: SchemaChange, added: ReadonlySet<string>): boolean {
  // The path is the old name, which another part may have now.
  if (type.endsWith('_RENAMED')) return false
  const parts = path.split('.')
  const outer = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join('.'))
  return outer.some((each) => added.has(each)) || (added.has(path) && !isAddition(type))
}

const isAddition = (type: string): boolean =>
  /^(TYPE|FIELD|FIELD_ARGUMENT|INPUT_FIELD|ENUM_VALUE|DIRECTIVE)_ADDED$/.test(type)

const interfaceOf = (meta: unknown): string | undefined => {
  const { addedInterfaceName, removedInterfaceName } = meta as Readonly<Record<string, string | undefined>>
  return addedInterfaceName ?? removedInterfaceName
}

const rank = (change: SchemaChange): number => ['breaking', 'dangerous', 'safe'].indexOf(change.class)

/** By code unit, not by locale: the same on every machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
