import { labelboxProxy } from 'labelbox-org/proxy'
import { trustedDocuments } from './trustedDocuments.ts'

/** Sends the program's own documents and those of the package. Put your sign-in into `authorize`. */
export const proxy = labelboxProxy({
  apiKey: () => process.env['LABELBOX_API_KEY'] ?? '',
  endpoint: process.env['LABELBOX_ENDPOINT'],
  documents: trustedDocuments,
  authorize: (_request, { operationName }) => operationName !== 'RemoveUser',
})
