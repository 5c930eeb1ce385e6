// A user's own pattern for GraphQL files, which goes before the package's `grap*hql`.
declare module 'graphql/*.graphql' {
  const users: number
  export default users
}
