// A user's own pattern for GraphQL files, which takes precedence over the package's `grap*hql`.
declare module 'graphql/*.graphql' {
  const users: number
  export default users
}
