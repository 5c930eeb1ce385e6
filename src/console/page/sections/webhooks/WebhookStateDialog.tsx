import { DeleteWebhookDocument, UpdateWebhookDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { parse } from './webhookAddress.ts'
import { webhookList, type ListedWebhook } from './webhookList.ts'

/** Enables a webhook, or disables it, which is all that Labelbox has for a deletion. */
export function WebhookStateDialog({
  webhook,
  isEnabling,
  onClose,
}: {
  readonly webhook: ListedWebhook
  readonly isEnabling: boolean
  readonly onClose: () => void
}) {
  const disabling = useChange(DeleteWebhookDocument)
  const enabling = useChange(UpdateWebhookDocument)
  const { isRunning, problem } = isEnabling ? enabling : disabling
  const where = parse(webhook.url ?? '')?.host ?? webhook.id
  const confirm = async (): Promise<void> => {
    const done = isEnabling
      ? await enabling.run({ id: webhook.id, status: 'ACTIVE' }, ({ updateWebhook }) => {
          confirmed(updateWebhook, 'UpdateWebhook')
          return `Enabled the webhook to ${where}.`
        })
      : await disabling.run({ id: webhook.id }, ({ updateWebhook }) => {
          confirmed(updateWebhook, 'DeleteWebhook')
          return `Disabled the webhook to ${where}.`
        })
    webhookList.refresh()
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`${isEnabling ? 'Enable' : 'Disable'} the webhook to ${where}?`}
      action={isEnabling ? 'Enable' : 'Disable'}
      isDangerous={!isEnabling}
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {isEnabling ? (
        <p>
          Labelbox sends events to <strong>{webhook.url}</strong> again, signed with the secret of before.
        </p>
      ) : (
        <p>
          Labelbox sends no more events to <strong>{webhook.url}</strong>. The webhook stays in the list as inactive,
          which is all that Labelbox has for a deletion. You can enable it again; events of the meantime are not sent.
        </p>
      )}
    </ChangeDialog>
  )
}
