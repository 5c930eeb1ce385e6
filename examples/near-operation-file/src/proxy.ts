import { labelboxProxy } from 'labelbox-org/proxy'
import { trustedDocuments } from './trustedDocuments.ts'

/** Permits queries and one mutation. Put your sign-in into `authorize`. */
export const proxy = labelboxProxy({
  apiKey: () => process.env['LABELBOX_API_KEY'] ?? '',
  endpoint: process.env['LABELBOX_ENDPOINT'],
  documents: trustedDocuments,
  authorize: (_request, { kind, operationName }) => kind === 'query' || operationName === 'UrgentTag',
})
