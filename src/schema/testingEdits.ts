import { base } from './testingSchema.ts'

/**
 * An edit of the schema text with the changes that it should cause. A schema gets at most one edit for each `place`.
 */
export interface Edit {
  readonly place: string
  /** Each as `TYPE path`. */
  readonly changes: readonly string[]
  readonly from: string
  readonly to: string
}

/** Toggles the nullability of a type. */
const flipped = (type: string): string => (type.endsWith('!') ? type.slice(0, -1) : `${type}!`)

type EditOf = (type: string, member: string, from: string, to: string) => Edit

function enumEdits(edit: EditOf, values: readonly string[]): Edit[] {
  return [
    edit('ENUM_VALUE_ADDED', 'NEW', '{ ', '{ NEW '),
    ...values.flatMap((value) => [
      edit('ENUM_VALUE_REMOVED', value, ` ${value} `, ' '),
      edit('ENUM_VALUE_DESCRIPTION_CHANGED', value, ` ${value} `, ` "About." ${value} `),
      edit('ENUM_VALUE_DEPRECATION_REASON_ADDED', value, ` ${value} `, ` ${value} @deprecated `),
    ]),
  ]
}

const inputEdits = (edit: EditOf, body: string): Edit[] =>
  [...body.matchAll(/(\w+): ([\w[\]!]+)( = \S+)?/g)].flatMap(([all, member = '', type = '', value = '']) => [
    edit('INPUT_FIELD_REMOVED', member, all, ''),
    edit('INPUT_FIELD_TYPE_CHANGED', member, all, `${member}: ${flipped(type)}${value}`),
    edit('INPUT_FIELD_DESCRIPTION_ADDED', member, all, `"About." ${all}`),
    // A required input cannot be deprecated.
    ...(type.endsWith('!') && value === ''
      ? []
      : [edit('INPUT_FIELD_DEPRECATION_ADDED', member, all, `${all} @deprecated`)]),
    ...(value === ''
      ? // A list would change the default too.
        [edit('INPUT_FIELD_TYPE_CHANGED', member, all, `${member}: [${type}]`)]
      : [edit('INPUT_FIELD_DEFAULT_VALUE_CHANGED', member, all, `${member}: ${type}`)]),
    ...defaultsOf(type, value).map((other) => {
      return edit('INPUT_FIELD_DEFAULT_VALUE_CHANGED', member, all, `${member}: ${type} = ${other}`)
    }),
  ])

/** A default that differs from the current one. */
function defaultsOf(type: string, value: string): string[] {
  const values = { Int: '7', String: '"other"', Boolean: 'true', Color: 'BLUE', Scope: 'SHARED', ID: '"x"' }
  const other = (values as Readonly<Record<string, string>>)[type.replace('!', '')]
  return other === undefined || value.endsWith(` ${other}`) ? [] : [other]
}

const additions = (edit: EditOf, prefix: string): Edit[] =>
  ['new: Int', 'new: Int!', 'new: Int! = 1'].map((text) => edit(`${prefix}_ADDED`, 'new', '{ ', `{ ${text} `))

function fieldEdits(edit: EditOf, body: string, isAsked: (member: string) => boolean): Edit[] {
  return [...body.matchAll(/(\w+)(\([^)]*\))?: ([\w[\]!]+)/g)].flatMap(([all, member = '', args = '', type = '']) => [
    edit('FIELD_DESCRIPTION_ADDED', member, all, `"About." ${all}`),
    edit('FIELD_DEPRECATION_ADDED', member, all, `${all} @deprecated(reason: "Old.")`),
    ...(isAsked(member)
      ? []
      : [
          ...argumentEdits(edit, member, all, args),
          edit('FIELD_REMOVED', member, all, ''),
          edit('FIELD_TYPE_CHANGED', member, all, `${member}${args}: ${flipped(type)}`),
          edit('FIELD_TYPE_CHANGED', member, all, `${member}${args}: [${type}]`),
        ]),
  ])
}

function argumentEdits(edit: EditOf, member: string, all: string, args: string): Edit[] {
  const rest = all.slice(member.length + args.length)
  const each = args === '' ? [] : args.slice(1, -1).split(', ')
  const having = (list: readonly string[]) => `${member}${list.length === 0 ? '' : `(${list.join(', ')})`}${rest}`
  const replaced = (type: string, name: string, argument: string, other: string) =>
    edit(type, `${member}.${name}`, all, having(each.map((one) => (one === argument ? other : one))))
  return [
    ...['new: Int', 'new: Int!', 'new: Int = 1'].map((text) => {
      return edit('FIELD_ARGUMENT_ADDED', `${member}.new`, all, having([...each, text]))
    }),
    ...each.flatMap((argument) => {
      const [, name = '', type = '', value = ''] = /^(\w+): ([\w!]+)(.*)$/.exec(argument) ?? []
      const without = each.filter((other) => other !== argument)
      return [
        edit('FIELD_ARGUMENT_REMOVED', `${member}.${name}`, all, having(without)),
        replaced('FIELD_ARGUMENT_TYPE_CHANGED', name, argument, `${name}: ${flipped(type)}${value}`),
        replaced('FIELD_ARGUMENT_DESCRIPTION_CHANGED', name, argument, `"About." ${argument}`),
        ...(type.endsWith('!')
          ? []
          : [replaced('FIELD_ARGUMENT_DEPRECATION_ADDED', name, argument, `${argument} @deprecated`)]),
        ...(value === ''
          ? [replaced('FIELD_ARGUMENT_TYPE_CHANGED', name, argument, `${name}: [${type}]`)]
          : [replaced('FIELD_ARGUMENT_DEFAULT_CHANGED', name, argument, `${name}: ${type}`)]),
        ...defaultsOf(type, value).map((other) => {
          return replaced('FIELD_ARGUMENT_DEFAULT_CHANGED', name, argument, `${name}: ${type} = ${other}`)
        }),
      ]
    }),
  ]
}

/** Edits of members: removal, another type, description, deprecation, and an addition. */
const ofMembers: readonly Edit[] = base.split('\n').flatMap((line): Edit[] => {
  const [, kind = '', name = '', body = ''] = /^(type|input|enum|interface) (\w+)[^{]*\{ (.*) \}$/.exec(line) ?? []
  const edit = (type: string, member: string, from: string, to: string): Edit => {
    return { place: name, changes: [`${type} ${name}.${member}`], from: line, to: line.replace(from, to) }
  }
  if (kind === 'enum') return enumEdits(edit, body.split(' '))
  if (kind === 'input') return [...inputEdits(edit, body), ...additions(edit, 'INPUT_FIELD')]
  if (kind === 'type') {
    // A field required by an interface cannot be removed alone.
    const isAsked = (member: string) => line.includes('implements') && ['id', 'note'].includes(member)
    return [...fieldEdits(edit, body, isAsked), edit('FIELD_ADDED', 'new', '{ ', '{ new: Int ')]
  }
  // Fields of `Query` have lines of their own.
  if (/^ {2}\w/.test(line)) {
    const own = (type: string, member: string, from: string, to: string): Edit => {
      return { place: `Query ${line}`, changes: [`${type} Query.${member}`], from: line, to: line.replace(from, to) }
    }
    return fieldEdits(own, line, () => false)
  }
  return []
})

/** Edits of unions, interfaces, scalars, directives and root types. */
const ofTypes: readonly Edit[] = (
  [
    ['Being', ['UNION_MEMBER_REMOVED Being'], 'Person | Robot', 'Person'],
    ['Being', ['UNION_MEMBER_REMOVED Being'], 'Person | Robot', 'Robot'],
    ['Being', ['UNION_MEMBER_ADDED Being'], 'Person | Robot', 'Person | Robot | Stone'],
    ['Being', ['UNION_MEMBER_ADDED Being', 'UNION_MEMBER_REMOVED Being'], 'Person | Robot', 'Person | Stone'],
    ['Being', ['TYPE_DESCRIPTION_ADDED Being'], 'union Being', '"About." union Being'],
    ['Person', ['OBJECT_TYPE_INTERFACE_REMOVED Person'], 'Person implements Node', 'Person'],
    ['Robot', ['OBJECT_TYPE_INTERFACE_REMOVED Robot'], 'Robot implements Node', 'Robot'],
    [
      'Stone',
      ['FIELD_ADDED Stone.id', 'FIELD_ADDED Stone.note', 'OBJECT_TYPE_INTERFACE_ADDED Stone'],
      'type Stone {',
      'type Stone implements Node { id: ID! note: String',
    ],
    [
      'Stone',
      ['OBJECT_TYPE_INTERFACE_ADDED Stone', 'TYPE_ADDED Heavy'],
      'type Stone',
      'interface Heavy { weight: Int } type Stone implements Heavy',
    ],
    ['Node', ['FIELD_REMOVED Node.note'], 'interface Node { id: ID! note: String', 'interface Node { id: ID!'],
    ['Node', ['FIELD_TYPE_CHANGED Node.id'], 'interface Node { id: ID!', 'interface Node { id: ID'],
    ['Node', ['FIELD_DESCRIPTION_ADDED Node.id'], 'interface Node {', 'interface Node { "About."'],
    [
      'new',
      ['OBJECT_TYPE_INTERFACE_ADDED New', 'TYPE_ADDED New'],
      '',
      'type New implements Node { id: ID! note: String more: Int }\n',
    ],
    ['new', ['TYPE_ADDED New'], '', 'type New { id: ID! }\n'],
    ['Date', ['TYPE_KIND_CHANGED Date'], 'scalar Date', 'enum Date { TODAY }'],
    ['Date', ['TYPE_SPECIFIED_BY_ADDED Date'], 'scalar Date', 'scalar Date @specifiedBy(url: "https://d.example")'],
    ['@new', ['DIRECTIVE_ADDED @new'], '', 'directive @new(a: Int!) on FIELD\n'],
    ['@cached', ['DIRECTIVE_LOCATION_REMOVED @cached'], 'on FIELD | QUERY', 'on QUERY'],
    ['@cached', ['DIRECTIVE_LOCATION_REMOVED @cached'], 'on FIELD | QUERY', 'on FIELD'],
    ['@cached', ['DIRECTIVE_LOCATION_ADDED @cached'], 'on FIELD', 'on MUTATION | FIELD'],
    ['@cached', ['DIRECTIVE_DESCRIPTION_CHANGED @cached'], 'directive @cached', '"About." directive @cached'],
    ['@cached', ['DIRECTIVE_ARGUMENT_REMOVED @cached.scope'], ', scope: Scope', ''],
    ['@cached', ['DIRECTIVE_ARGUMENT_REMOVED @cached.maxAge'], 'maxAge: Int = 10, ', ''],
    ['@cached', ['DIRECTIVE_ARGUMENT_ADDED @cached'], ', scope', ', new: Int, scope'],
    ['@cached', ['DIRECTIVE_ARGUMENT_ADDED @cached'], ', scope', ', new: Int!, scope'],
    ['@cached', ['DIRECTIVE_ARGUMENT_TYPE_CHANGED @cached.scope'], 'scope: Scope', 'scope: Scope!'],
    ['@cached', ['DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED @cached.maxAge'], 'maxAge: Int = 10', 'maxAge: Int = 20'],
    ['@cached', ['DIRECTIVE_ARGUMENT_DEFAULT_VALUE_CHANGED @cached.maxAge'], 'maxAge: Int = 10', 'maxAge: Int'],
    [
      '@cached',
      ['DIRECTIVE_REMOVED @cached'],
      'directive @cached(maxAge: Int = 10, scope: Scope) on FIELD | QUERY',
      '',
    ],
    [
      'Mutation',
      ['SCHEMA_MUTATION_TYPE_CHANGED ', 'TYPE_REMOVED Mutation'],
      /type Mutation .*/.exec(base)?.[0] ?? '',
      'schema { query: Query mutation: Stone }',
    ],
    ['Mutation', ['TYPE_RENAMED Mutation'], 'type Mutation', 'schema { query: Query mutation: Change } type Change'],
  ] as const
).map(([place, changes, from, to]) => ({ place, changes, from, to }))

/** All edits, of every kind. */
export const edits: readonly Edit[] = [...ofMembers, ...ofTypes]
