import type { WebhookTopic } from '../../../../../generated/operations.ts'

/** The events that a webhook can receive. */
export const webhookTopics = {
  LABEL_CREATED: 'Label created',
  LABEL_UPDATED: 'Label updated',
  LABEL_DELETED: 'Label deleted',
  WORKFLOW_ACTION: 'Workflow action',
} as const satisfies Readonly<Partial<Record<WebhookTopic, string>>>

/** What people call a topic. Old webhooks have topics that Labelbox does not offer any more. */
export const topicName = (topic: string): string =>
  Object.hasOwn(webhookTopics, topic)
    ? webhookTopics[topic as keyof typeof webhookTopics]
    : topic.charAt(0) + topic.slice(1).toLowerCase().replaceAll('_', ' ')
