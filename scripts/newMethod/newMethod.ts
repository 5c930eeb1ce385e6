import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { buildSchema, getNamedType, isEnumType, isScalarType, Kind, parse, type GraphQLObjectType } from 'graphql'
import { format, resolveConfig } from 'prettier'
import { toResolvers } from '../../src/sandbox/resolvers/index.ts'
import type { World } from '../../src/sandbox/resolvers/resolver.ts'
import { writeFiles } from '../../src/schema/files/writeFiles.ts'
import { readMarks } from '../../src/schema/sdl/inferredMarks.ts'
import { insertions } from './insertions.ts'
import { hasId, planOf, UnsuitableFieldError, type MethodPlan } from './methodPlan.ts'
import { fragmentText, operationText, type WrittenOperation } from './operationText.ts'
import { methodTexts, type MethodTexts } from './sourceTexts.ts'

/**
 * Writes what a method for a root field needs into the repository in the working directory.
 *
 * @returns The files, of which those that exist are changed.
 * @throws UnsuitableFieldError if the schema lacks the field, or the method or a file of its own exists. Then nothing is
 * written.
 */
export async function writeNewMethod(
  field: string,
  names: { readonly method?: string | undefined; readonly resource?: string | undefined },
): Promise<readonly string[]> {
  const sdl = readFileSync('graphql/schema.graphql', 'utf8')
  const plan = planOf(buildSchema(sdl), field, names)
  const file = `graphql/operations/${plan.method}.graphql`
  // Nobody loses code to a skeleton.
  const taken = (name: string): never => {
    throw new UnsuitableFieldError(`${name} exists. Pass another name: --as get...`)
  }
  if (read('src/organization/usage.ts')?.includes(`'Organization.${plan.method}':`))
    taken(`organization.${plan.method}()`)
  const inferred = inferredNames(sdl)
  const fragments = fragmentsByType()
  const record = plan.shape.kind === 'value' ? undefined : plan.shape.record
  // A fragment may not be on a type whose name is inferred.
  const isNew = record !== undefined && hasId(record) && !fragments.has(record.name) && !inferred.has(record.name)
  const fragment = isNew ? { [fragmentFile(record.name)]: fragmentText(record) } : {}
  const operation = operationText(
    plan,
    isNew ? new Map([...fragments, [record.name, record.name]]) : fragments,
    inferred,
  )
  const texts = methodTexts(plan, operation, exportedTypes())
  const inserted = insertions(
    plan,
    texts,
    { madeOf: madeOf(plan, operation, texts), required: requiredOf(plan, operation), isResolved: isResolved(plan) },
    read,
  )
  const own = {
    [file]: operation.text,
    [`src/organization/${texts.file}`]: texts.source,
    [`src/organization/${texts.file.replace(/\.ts$/, '.test.ts')}`]: texts.test,
    ...(isResolved(plan) ? {} : { [`src/sandbox/resolvers/${plan.method}.ts`]: texts.resolvers }),
  }
  for (const name of Object.keys(own)) if (existsSync(name)) taken(name)
  const all = { ...fragment, ...own, ...inserted }
  const formatted = await Promise.all(
    Object.entries(all).map(async ([name, text]) => {
      const config = await resolveConfig(name, { editorconfig: false })
      return [name, await format(text, { ...config, filepath: name })] as const
    }),
  )
  const changed = formatted.filter(([name, text]) => text !== read(name))
  for (const [name] of changed) mkdirSync(dirname(name), { recursive: true })
  await writeFiles(Object.fromEntries(changed))
  return changed.map(([name]) => name)
}

/** Whether the sandbox answers the field already. */
function isResolved({ kind, field }: MethodPlan): boolean {
  // Resolvers look into the world only when they run.
  const resolvers = toResolvers({} as World)
  return resolvers[kind === 'query' ? 'Query' : 'Mutation']?.[field.name] !== undefined
}

const fragmentFile = (type: string): string =>
  `graphql/fragments/${type.charAt(0).toLowerCase()}${type.slice(1)}.graphql`

const read = (file: string): string | undefined => (existsSync(file) ? readFileSync(file, 'utf8') : undefined)

const fragmentsByType = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync('graphql/fragments').flatMap((name) =>
      parse(readFileSync(`graphql/fragments/${name}`, 'utf8')).definitions.flatMap((node) =>
        node.kind === Kind.FRAGMENT_DEFINITION ? [[node.typeCondition.name.value, node.name.value] as const] : [],
      ),
    ),
  )

const inferredNames = (sdl: string): ReadonlySet<string> =>
  new Set(readMarks(sdl).flatMap(({ inferred, coordinate }) => (inferred === 'type name' ? [coordinate] : [])))

/** The types that the package exports, with the files in `src/` that have them. */
const exportedTypes = (): ReadonlyMap<string, string> =>
  new Map(
    [...readFileSync('src/index.ts', 'utf8').matchAll(/export (?:type )?\{([^}]*)\} from '\.\/([^']*)'/g)].flatMap(
      ([, list = '', file = '']) =>
        list.split(',').flatMap((each) => {
          const name = each.replace('type ', '').trim()
          return name === '' ? [] : [[name, file] as const]
        }),
    ),
  )

function requiredOf({ shape }: MethodPlan, { variables }: WrittenOperation): readonly string[] {
  const paging = shape.kind === 'cursor' ? ['first', shape.from] : shape.kind === 'offset' ? ['first', 'skip'] : []
  return variables.flatMap(({ name, isRequired }) => (isRequired && !paging.includes(name) ? [name] : []))
}

/** The generated types of each new exported type, as far as the schema tells them. A test names what is missing. */
function madeOf(
  { kind, field, operation, shape }: MethodPlan,
  { fragments }: WrittenOperation,
  { exported, record }: MethodTexts,
): ReadonlyMap<string, readonly string[]> {
  const result = `${operation}${kind === 'query' ? 'Query' : 'Mutation'}`
  const path = `${result}.${field.name}${shape.kind === 'cursor' ? '.nodes' : ''}`
  return new Map(
    exported.map((name) => {
      if (name !== record) return [name, [`${result}Variables`]]
      const leaves = shape.kind === 'value' ? [] : leavesOf(shape.record)
      const isShared = shape.kind !== 'value' && fragments.includes(shape.record.name)
      return [name, [isShared ? `${shape.record.name}Fragment` : path, ...leaves]]
    }),
  )
}

const leavesOf = (type: GraphQLObjectType): readonly string[] => {
  const named = Object.values(type.getFields()).map((field) => getNamedType(field.type))
  return [...new Set(named.filter((each) => isEnumType(each) || (isScalarType(each) && each.name === 'DateTime')))].map(
    ({ name }) => name,
  )
}
