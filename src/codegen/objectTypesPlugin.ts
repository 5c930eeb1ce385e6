import type { CodegenPlugin } from '@graphql-codegen/plugin-helpers'
import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

/** The object types of the schema as TypeScript types, for the rules of a cache: types alone, nothing at run time. */
export const objectTypesPlugin: CodegenPlugin = {
  plugin: (schema) => `/** A field, by the name of the type that it returns. */
interface Field<Type extends string> {
  readonly type: Type
}

interface FieldWithArguments<Type extends string, Arguments> extends Field<Type> {
  readonly args: Arguments
}

/** The object types of the schema: for each field, the type that it returns and its arguments. */
export interface ObjectTypes {
${types(schema).flatMap(objectType).join('\n')}
}

${types(schema).flatMap(inputType).join('\n\n')}
`,
}

const types = (schema: GraphQLSchema) =>
  Object.values(schema.getTypeMap())
    .filter(({ name }) => !name.startsWith('__'))
    .sort((a, b) => a.name.localeCompare(b.name))

type NamedType = ReturnType<typeof types>[number]

function objectType(type: NamedType): string[] {
  if (!isObjectType(type)) return []
  const fields = Object.values(type.getFields()).map(({ name, args, type: of }) => {
    const returned = `'${getNamedType(of).name}'`
    if (args.length === 0) return `    readonly ${name}: Field<${returned}>`
    return `    readonly ${name}: FieldWithArguments<${returned}, { ${args.map(member).join('; ')} }>`
  })
  return [`  readonly ${type.name}: {\n${fields.join('\n')}\n  }`]
}

function inputType(type: NamedType): string[] {
  if (!isInputObjectType(type)) return []
  return [
    `export interface ${type.name} {\n${Object.values(type.getFields())
      .map((field) => `  ${member(field)}`)
      .join('\n')}\n}`,
  ]
}

/** graphcache leaves out arguments that are null. */
const member = ({ name, type }: GraphQLArgument | GraphQLInputField): string =>
  `readonly ${name}${isNonNullType(type) ? '' : '?'}: ${typescript(type)}`

function typescript(type: GraphQLInputType): string {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return `readonly (${typescript(nullable.ofType)})[]`
  if (isEnumType(nullable))
    return nullable
      .getValues()
      .map(({ name }) => `'${name}'`)
      .join(' | ')
  if (isInputObjectType(nullable)) return nullable.name
  return scalars[getNamedType(nullable).name] ?? 'unknown'
}

const scalars: Readonly<Record<string, string>> = {
  Boolean: 'boolean',
  DateTime: 'string',
  Float: 'number',
  ID: 'string',
  Int: 'number',
  PageSize: 'number',
  String: 'string',
}
