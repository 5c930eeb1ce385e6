import { Kind, visit, type DocumentNode, type FieldDefinitionNode } from 'graphql'

/** The type of the argument `first` of lists where no source shows it. */
export type FirstType = 'PageSize' | 'Int'

/** Lists whose `first` a source shows as `PageSize`: clients of Labelbox declare variables of that type there. */
const proven = ['Organization.invites', 'Project.invites', 'Query.userGroupsV2', 'Query.users']

/** Gives `first` another type where no source shows it. */
export function withFirstType(document: DocumentNode, firstType: FirstType): DocumentNode {
  if (firstType === 'PageSize') return document
  return visit(document, {
    ObjectTypeDefinition: (type) => ({
      ...type,
      fields: type.fields?.map((field) =>
        proven.includes(`${type.name.value}.${field.name.value}`) ? field : withInt(field),
      ),
    }),
  })
}

const withInt = (field: FieldDefinitionNode): FieldDefinitionNode => ({
  ...field,
  arguments:
    field.arguments?.map((argument) =>
      argument.name.value === 'first' &&
      argument.type.kind === Kind.NAMED_TYPE &&
      argument.type.name.value === 'PageSize'
        ? { ...argument, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'Int' } } }
        : argument,
    ) ?? [],
})
