import {
  getNamedType,
  Kind,
  parse,
  Source,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type GraphQLSchema,
  type NameNode,
} from 'graphql'
import type { Renames } from '../diff/renames.ts'
import { holdsDefinitions, placeOf, type Place } from '../documents/definitions.ts'

/** A name in a document that was replaced by the one that the new schema has. */
export interface Renaming {
  /** The old coordinate: `Webhook`, `User.nickname`. */
  readonly from: string
  readonly to: string
  /** Position before any other edit. */
  readonly place: Place
}

/**
 * Replaces the names in a document that the new schema has under other names. A renamed field gets its old name as an
 * alias, so that the result stays as it is.
 */
export function renamedText(
  text: string,
  file: string,
  before: GraphQLSchema,
  { known }: Renames,
): { readonly text: string; readonly renamings: readonly Renaming[] } {
  if (known.size === 0 || !holdsDefinitions(text)) return { text, renamings: [] }
  const found: { readonly renaming: Renaming; readonly name: NameNode; readonly alias: string }[] = []
  const rename = (from: string | undefined, name: NameNode, alias = '') => {
    const to = from === undefined ? undefined : known.get(from)
    if (from !== undefined && to !== undefined)
      found.push({ renaming: { from, to, place: placeOf(name) }, name, alias })
  }
  const info = new TypeInfo(before)
  visit(
    parse(new Source(text, file)),
    visitWithTypeInfo(info, {
      NamedType: ({ name }) => {
        rename(name.value, name)
      },
      Field: ({ name, alias }) => {
        const parent = info.getParentType()?.name
        rename(parent && `${parent}.${name.value}`, name, alias ? '' : `${name.value}: `)
      },
      Argument: ({ name }) => {
        const [parent, field] = [info.getParentType()?.name, info.getFieldDef()?.name]
        if (!info.getDirective()) rename(parent && field && `${parent}.${field}.${name.value}`, name)
      },
      ObjectField: ({ name }) => {
        const input = info.getParentInputType()
        rename(input ? `${getNamedType(input).name}.${name.value}` : undefined, name)
      },
      EnumValue: (node) => {
        const type = info.getInputType()
        const name: NameNode = { kind: Kind.NAME, value: node.value, ...(node.loc && { loc: node.loc }) }
        rename(type ? `${getNamedType(type).name}.${node.value}` : undefined, name)
      },
    }),
  )
  let result = text
  for (const { renaming, name, alias } of [...found].reverse()) {
    if (!name.loc) continue
    result = result.slice(0, name.loc.start) + alias + renaming.to + result.slice(name.loc.end)
  }
  return { text: result, renamings: found.map(({ renaming }) => renaming) }
}
