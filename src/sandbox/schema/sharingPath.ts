import { visit, type DocumentNode, type FieldDefinitionNode } from 'graphql'

/** The path that serves the sharing of projects with other organizations. Sources disagree on it. */
export type SharingPath = '/graphql' | '/_gql'

const fields = [
  'sharedWithOrganizations',
  'shareProjectWithExternalOrganization',
  'unshareProjectWithExternalOrganization',
]

/** Makes the fields public, if the path is the public one: the snapshot's description says that they are not. */
export function withSharingPath(document: DocumentNode, sharingPath: SharingPath): DocumentNode {
  if (sharingPath === '/_gql') return document
  return visit(document, {
    FieldDefinition: (field): FieldDefinitionNode | undefined => {
      if (!fields.includes(field.name.value)) return undefined
      const { kind, name, type, arguments: args = [] } = field
      return { kind, name, type, arguments: args }
    },
  })
}
