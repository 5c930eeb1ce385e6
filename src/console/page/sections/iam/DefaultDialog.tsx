import { SetDefaultIamIntegrationDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import type { Integration } from './integrationSettings.ts'

/** Makes an integration the default of the organization. */
export function DefaultDialog({
  integration,
  former,
  onClose,
}: {
  readonly integration: Integration
  /** The present default. */
  readonly former: Integration | undefined
  readonly onClose: () => void
}) {
  const { run, isRunning, problem } = useChange(SetDefaultIamIntegrationDocument)
  const name = integration.name ?? integration.id
  const confirm = async (): Promise<void> => {
    const done = await run({ id: integration.id }, ({ setDefaultIamIntegration }) => {
      confirmed(setDefaultIamIntegration, 'SetDefaultIamIntegration')
      return `${name} is now the default.`
    })
    if (done !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title={`Make ${name} the default?`}
      action="Make it the default"
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>
        {former === undefined
          ? 'The organization has no default yet.'
          : `The default is ${former.name ?? former.id} now. It stays, and is the default no more.`}
      </p>
      {integration.valid !== true && (
        <p className="note">Labelbox could not use this integration when it last looked. Validate it first.</p>
      )}
    </ChangeDialog>
  )
}
