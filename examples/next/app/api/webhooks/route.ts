import { webhookHandler } from 'labelbox-org/webhooks'

/** Receives what Labelbox sends to the webhook, once its signature is checked. */
export const POST = webhookHandler({
  secret: () => process.env['WEBHOOK_SECRET'] ?? '',
  onEvent: (event) => {
    console.log(`Received ${event.type}.`)
  },
})
