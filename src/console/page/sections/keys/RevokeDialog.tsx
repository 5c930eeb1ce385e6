import { RevokeApiKeyDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import type { ListedKey } from './listedKeys.ts'

/** Revokes an API key for good. */
export function RevokeDialog({ apiKey, onClose }: { readonly apiKey: ListedKey; readonly onClose: () => void }) {
  const { run, isRunning, problem } = useChange(RevokeApiKeyDocument)
  const name = apiKey.name ?? apiKey.id
  const confirm = async (): Promise<void> => {
    const done = await run({ id: apiKey.id }, ({ updateApiKey }) => {
      confirmed(updateApiKey, 'RevokeApiKey')
      return `Revoked the key ${name}.`
    })
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`Revoke the key ${name}?`}
      action="Revoke"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        It belongs to <strong>{apiKey.userEmail ?? 'an unknown user'}</strong>. What uses it stops working at once. This
        can’t be undone.
      </p>
      {apiKey.isOwn && (
        <p className="note">
          It is one of your own keys. If the console was started with it, the console stops working too.
        </p>
      )}
    </ChangeDialog>
  )
}
