import { useState } from 'react'
import {
  UpdateWebhookDocument,
  UpdateWebhookTopicsDocument,
  type WebhookTopic,
} from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { TopicList } from './TopicList.tsx'
import { parse, problemOfAddress } from './webhookAddress.ts'
import { webhookList, type ListedWebhook } from './webhookList.ts'

/** Changes the address and the topics of a webhook. */
export function EditWebhookDialog({
  webhook,
  onClose,
}: {
  readonly webhook: ListedWebhook
  readonly onClose: () => void
}) {
  const before = webhook.topics ?? []
  const [url, setUrl] = useState(webhook.url ?? '')
  const [topics, setTopics] = useState<readonly WebhookTopic[]>(before as readonly WebhookTopic[])
  const address = useChange(UpdateWebhookDocument)
  const withTopics = useChange(UpdateWebhookTopicsDocument)
  const hasNewUrl = url.trim() !== (webhook.url ?? '')
  const hasNewTopics = topics.length !== before.length || topics.some((topic) => !before.includes(topic))
  const { isRunning, problem } = hasNewTopics ? withTopics : address
  const wrong = hasNewUrl ? problemOfAddress(url) : undefined
  const confirm = async (): Promise<void> => {
    // What is not changed is not sent.
    const changes = { id: webhook.id, ...(hasNewUrl && { url: url.trim() }) }
    const done = ({ updateWebhook }: { readonly updateWebhook: object | null }): string => {
      confirmed(updateWebhook, 'UpdateWebhook')
      return `Changed the webhook to ${parse(url)?.host ?? 'your server'}.`
    }
    const changed = hasNewTopics ? await withTopics.run({ ...changes, topics }, done) : await address.run(changes, done)
    webhookList.refresh()
    if (changed !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title="Change the webhook"
      action="Save"
      isRunning={isRunning}
      isReady={(hasNewUrl || hasNewTopics) && url.trim() !== '' && wrong === undefined && topics.length > 0}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        autoComplete="off"
        value={url}
        onChange={setUrl}
        error={wrong}
      />
      <TopicList present={before} values={topics} onChange={setTopics} />
      <p className="field-hint">The secret stays as it is: Labelbox neither returns nor changes it.</p>
    </ChangeDialog>
  )
}
