import { DeleteIamIntegrationDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import type { Integration } from './integrationSettings.ts'

const words: ProblemWordsByCode = {
  OPERATION_NOT_ALLOWED: {
    title: 'Labelbox did not delete the integration',
    advice: 'Look whether datasets still use it, and give them another one first.',
  },
}

/** Deletes an integration. */
export function DeleteIntegrationDialog({
  integration,
  onClose,
}: {
  readonly integration: Integration
  readonly onClose: () => void
}) {
  const { run, isRunning, problem } = useChange(DeleteIamIntegrationDocument)
  const name = integration.name ?? integration.id
  const confirm = async (): Promise<void> => {
    const done = await run({ id: integration.id }, ({ deleteIamIntegration }) => {
      confirmed<unknown>(deleteIamIntegration, 'DeleteIamIntegration')
      return `Deleted the integration ${name}.`
    })
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`Delete the integration ${name}?`}
      action="Delete"
      isDangerous
      isRunning={isRunning}
      problem={problem}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        Labelbox can’t read storage at {integration.provider ?? 'its provider'} through it any more. Nothing is deleted
        from the storage.
      </p>
      {integration.isOrgDefault && <p className="note">It is the default: the organization then has none.</p>}
    </ChangeDialog>
  )
}
