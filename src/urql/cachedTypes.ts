import type { Prepared } from '../transport/document.ts'

// urql's document cache refetches the queries whose response has a type that a mutation changes. It finds the types in
// responses, but many mutations return no type, and an empty list has no type either.

/** The types that a query reads, by the names of its fields. */
const typesRead: Readonly<Record<string, readonly string[]>> = {
  apiKeys: ['ApiKey'],
  apiKeysOtherUsers: ['ApiKey'],
  iamIntegrations: ['IamIntegration'],
  invites: ['Invite'],
  invitesLimit: ['InviteLimit'],
  members: ['ProjectMember', 'User'],
  organizationRole: ['OrganizationRole'],
  project: ['Project'],
  projectInvites: ['Project'],
  projects: ['Project'],
  resourceTag: ['ResourceTag'],
  resourceTags: ['ResourceTag'],
  user: ['User'],
  userGroupV2: ['UserGroup'],
  userGroupsV2: ['UserGroup'],
  users: ['User'],
  webhooks: ['Webhook'],
}

const known = new WeakMap<object, readonly string[]>()

/** The types that a query reads. */
export function cachedTypes({ document }: Prepared): readonly string[] {
  let types = known.get(document)
  if (types === undefined) {
    types = typesOf(typesRead, allFields(document.definitions))
    known.set(document, types)
  }
  return types
}

/** The types in a table, by the names of fields. */
export const typesOf = (
  table: Readonly<Record<string, readonly string[]>>,
  fields: Iterable<string>,
): readonly string[] => [
  ...new Set([...fields].flatMap((name) => (Object.hasOwn(table, name) ? (table[name] ?? []) : []))),
]

type Definitions = Prepared['document']['definitions']
type SelectionSet = Extract<Definitions[number], { readonly kind: 'OperationDefinition' }>['selectionSet']

/** The names of all fields of a document, at any depth. */
function allFields(definitions: Definitions): ReadonlySet<string> {
  const names = new Set<string>()
  const collect = ({ selections }: SelectionSet): void => {
    for (const selection of selections) {
      if (selection.kind === 'Field') names.add(selection.name.value)
      if (selection.kind !== 'FragmentSpread' && selection.selectionSet !== undefined) collect(selection.selectionSet)
    }
  }
  for (const definition of definitions) if ('selectionSet' in definition) collect(definition.selectionSet)
  return names
}
