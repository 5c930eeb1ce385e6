import { labelboxProxy } from 'labelbox-org/proxy'

/** Sends the page's operations with the key. */
export const POST = labelboxProxy({
  endpoint: process.env['LABELBOX_ENDPOINT'],
  // A function, because the key may be missing while the app is built.
  apiKey: () => process.env['LABELBOX_API_KEY'] ?? '',
  // Ask your sign-in here: return 'SIGN_IN' if nobody is signed in.
  authorize: (_request, { kind, operationName }) =>
    kind === 'query' || operationName === 'InviteUser',
})
