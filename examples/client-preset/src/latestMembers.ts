import { graphql } from './gql/index.ts'

export const MemberFragment = graphql(`
  fragment Member on User {
    email
    lastLoginAt
    orgRole {
      name
    }
  }
`)

export const LatestMembersDocument = graphql(`
  query LatestMembers($first: PageSize) {
    organization {
      users(orderBy: lastLoginAt_DESC, first: $first) {
        id
        ...Member
      }
    }
  }
`)
