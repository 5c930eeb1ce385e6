import type { WebhookTopic } from '../../../../../generated/operations.ts'
import { CheckList } from '../../parts/CheckList.tsx'
import { topicName, webhookTopics } from './webhookTopics.ts'

/** Chooses the topics of a webhook. */
export function TopicList({
  present,
  values,
  onChange,
}: {
  /** Topics that the webhook has already: old ones have topics that are not offered any more. */
  readonly present: readonly string[]
  readonly values: readonly string[]
  readonly onChange: (values: readonly WebhookTopic[]) => void
}) {
  const offered = [...new Set([...Object.keys(webhookTopics), ...present])]
  return (
    <CheckList
      label="Topics"
      options={offered.map((value) => ({ value, label: topicName(value) }))}
      values={values}
      onChange={(chosen) => onChange(chosen as readonly WebhookTopic[])}
      status={values.length === 0 ? 'Choose at least one.' : undefined}
    />
  )
}
