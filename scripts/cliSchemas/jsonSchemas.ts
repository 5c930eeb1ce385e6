import { format, resolveConfig } from 'prettier'
import { createGenerator, type Schema } from 'ts-json-schema-generator'
import ts from 'typescript'

/** The types of what the command prints. */
const source = 'src/cli/json/commandJson.ts'

type Definitions = Readonly<Record<string, Schema>>

/** The schemas as files of the repository. */
export async function jsonSchemas(): Promise<Readonly<Record<string, string>>> {
  const generator = createGenerator({
    path: source,
    tsProgram: programOf(source),
    expose: 'export',
    topRef: false,
    // Members may be added in a minor version, so a program must not stop at one that it does not know.
    additionalProperties: true,
    sortProps: false,
    functions: 'fail',
  })
  const commands = schemasIn(generator.createSchema('CommandJson'), (name) => `labelbox-org ${name} --json`)
  const others = schemasIn(generator.createSchema('OtherJson'), (name) => `labelbox-org: ${name}`)
  const files = [...commands, ...others].map(async ([name, schema]) => {
    const file = schemaFile(name)
    const whole = { $schema: draft, $id: `https://unpkg.com/@labelbox-org/tools/${file}`, ...schema }
    return [
      file,
      await format(JSON.stringify(whole, shortened), { ...(await resolveConfig(file)), parser: 'json' }),
    ] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

/** The file of a command, such as `schemas/members-list.json`. */
export const schemaFile = (name: string): string => `schemas/${name.replaceAll(' ', '-')}.json`

/**
 * Shortens parts of a schema. A description keeps its first paragraph: the others of a type of the client are long tables.
 * A type that may be null becomes one list of types.
 */
function shortened(key: string, value: unknown): unknown {
  if (key === 'description' && typeof value === 'string') return value.split('\n\n')[0]?.trim().replaceAll('\n', ' ')
  if (typeof value !== 'object' || value === null) return value
  const { anyOf: [one, other, ...more] = [], ...rest } = value as { readonly anyOf?: readonly Schema[] }
  const isNullable = other?.type === 'null' && more.length === 0
  if (!isNullable || typeof one?.type !== 'string' || one.type === 'object' || 'enum' in one) return value
  return { ...one, ...rest, type: [one.type, 'null'] }
}

const draft = 'http://json-schema.org/draft-07/schema#'

function programOf(file: string): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { config: object }
  // The files of the configuration are many, and this needs those alone that the types come from.
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, process.cwd())
  return ts.createProgram([file], options)
}

/** A schema of its own for each member of an interface. */
const schemasIn = (
  { properties = {}, definitions = {} }: Schema,
  title: (name: string) => string,
): readonly (readonly [name: string, schema: Schema])[] =>
  Object.entries(properties as Definitions).map(([name, schema]) => {
    const { description, ...content } = expanded(schema, definitions as Definitions)
    const needed = neededBy(content, definitions as Definitions)
    return [
      name,
      {
        title: title(name),
        description,
        ...content,
        ...(Object.keys(needed).length > 0 && { definitions: needed }),
      },
    ]
  })

/** Puts a definition in the place of a reference: in this draft, a reference has no members beside it. */
function expanded({ $ref, ...own }: Schema, definitions: Definitions): Schema {
  return $ref === undefined ? own : { ...definitions[nameIn($ref)], ...own }
}

const nameIn = (reference: string): string => decodeURIComponent(reference.replace('#/definitions/', ''))

/** The definitions that a schema refers to, directly or through others. */
function neededBy(schema: Schema, definitions: Definitions, found: Record<string, Schema> = {}): Definitions {
  for (const [, reference = ''] of JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)) {
    const name = nameIn(reference)
    const definition = definitions[name]
    if (definition === undefined || name in found) continue
    found[name] = definition
    neededBy(definition, definitions, found)
  }
  return found
}
