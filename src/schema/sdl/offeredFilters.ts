import { getNamedType, type GraphQLInputField } from 'graphql'
import { isExperimental } from './experimentalParts.ts'

/**
 * Whether the facade offers a filter: those of the public endpoint for text, times and booleans. Own documents have the
 * others, such as numbers and enums.
 */
export const isOfferedFilter = ({ type, description }: GraphQLInputField): boolean =>
  ['ID', 'String', 'Boolean', 'DateTime'].includes(getNamedType(type).name) && !isExperimental(description)
