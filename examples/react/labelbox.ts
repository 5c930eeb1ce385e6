import { labelboxProxy, toNodeHandler } from 'labelbox-org/proxy'

/** What this page may change. */
const permitted = ['InviteUser']

/** Answers the page's requests at `/api/labelbox`. It runs on the server, which has the key. */
export const labelbox = toNodeHandler(
  labelboxProxy({
    // The sandbox by default: this page sends invites, so a real organization should be chosen on purpose.
    apiKey: process.env['LABELBOX_API_KEY'] ?? 'sandbox-key',
    endpoint: process.env['LABELBOX_ENDPOINT'] ?? 'http://127.0.0.1:4100/graphql',
    // Your own sign-in belongs here: anyone who passes it can read the organization and invite.
    authorize: (_request, { kind, operationName }) => kind === 'query' || permitted.includes(operationName),
  }),
)
