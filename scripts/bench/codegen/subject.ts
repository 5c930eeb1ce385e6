import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  buildClientSchema,
  buildSchema,
  isObjectType,
  Kind,
  parse,
  print,
  printSchema,
  visit,
  type GraphQLSchema,
  type IntrospectionQuery,
} from 'graphql'
import type { Files } from '../../../src/schema/documents/definitions.ts'
import { generateOperations } from './generateOperations.ts'

/** The measured schemas: this package's and GitHub's. */
export const schemaNames = ['ours', 'github'] as const
export type SchemaName = (typeof schemaNames)[number]

/** The input of a measurement: a schema, a later version of it, and operations. */
export interface Subject {
  readonly name: SchemaName
  readonly sdl: string
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
  readonly files: Files
  readonly folder: string
  readonly schemaFile: string
}

export async function subjectOf(name: SchemaName, count: number): Promise<Subject> {
  const before = await read(name)
  const sdl = printSchema(before)
  const files = generateOperations(before, count)
  const folder = await mkdtemp(join(tmpdir(), 'labelbox-org-bench-'))
  const schemaFile = join(folder, 'schema.graphql')
  await mkdir(join(folder, 'operations'))
  await writeFile(schemaFile, sdl)
  await Promise.all(Object.entries(files).map(([file, text]) => writeFile(join(folder, 'operations', file), text)))
  return { name, sdl, before, after: buildSchema(changed(sdl, before)), files, folder, schemaFile }
}

async function read(name: SchemaName): Promise<GraphQLSchema> {
  if (name === 'ours') return buildSchema(await readFile('graphql/schema.graphql', 'utf8'))
  // Its SDL defines a field twice.
  const { schema } = await import('@octokit/graphql-schema')
  return buildClientSchema(schema.json as unknown as IntrospectionQuery)
}

/** Removes the last field of every ninth type, and adds a field to the next one. */
function changed(sdl: string, schema: GraphQLSchema): string {
  let types = 0
  const document = visit(parse(sdl), {
    ObjectTypeDefinition: (node) => {
      const { fields = [], name } = node
      const type = schema.getType(name.value)
      const isSole = isObjectType(type) && type.getInterfaces().length === 0
      if (!isSole || fields.length < 3) return undefined
      types += 1
      if (types % 9 === 0) return { ...node, fields: fields.slice(0, -1) }
      if (types % 9 !== 1) return undefined
      const [field] = fields
      return { ...node, fields: [...fields, { ...field, name: { kind: Kind.NAME, value: 'brandNew' } }] }
    },
  })
  return print(document)
}
