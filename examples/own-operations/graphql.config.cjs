// For editors with a GraphQL extension, and for graphql-eslint.
module.exports = require('@labelbox-org/tools/graphql.config')
