import { CircleCheck, CircleX } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import {
  ValidateIamIntegrationDocument,
  type ValidateIamIntegrationMutation,
} from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { Badge } from '../../parts/Badge.tsx'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import type { Integration } from './integrationSettings.ts'

type Validation = ValidateIamIntegrationMutation['validateIamIntegration']

/** Lets Labelbox check its access to the storage, and shows the result of each check. */
export function ValidationDialog({
  integration,
  onClose,
}: {
  readonly integration: Integration
  readonly onClose: () => void
}) {
  const { run, isRunning, problem } = useChange(ValidateIamIntegrationDocument)
  const [result, setResult] = useState<Validation>()
  const name = integration.name ?? integration.id
  const validate = async (): Promise<void> => {
    const data = await run({ id: integration.id }, ({ validateIamIntegration }) => {
      const { valid } = confirmed(validateIamIntegration, 'ValidateIamIntegration')
      return valid ? `Labelbox can use ${name}.` : `Labelbox can’t use ${name}: look at the checks.`
    })
    if (data !== undefined) setResult(data.validateIamIntegration)
  }
  // Who opens the dialog wants the result; a second run while the first is under way does nothing.
  const begin = useEffectEvent(() => void validate())
  useEffect(() => begin(), [])
  return (
    <ChangeDialog
      title={`The access of ${name}`}
      action="Validate again"
      dismissal="Close"
      isRunning={isRunning}
      problem={problem}
      onConfirm={() => void validate()}
      onClose={onClose}
    >
      <div aria-live="polite" className="stack">
        {isRunning && <p className="soft">Labelbox checks its access …</p>}
        {!isRunning && result && (
          <>
            <p>
              <Badge tone={result.valid ? 'good' : 'bad'}>{result.valid ? 'Valid' : 'Not valid'}</Badge>
            </p>
            <ul className="checks">
              {result.checks.map(({ name: check, success, message }, index) => (
                <li key={index} className={success ? 'check-passed' : 'check-failed'}>
                  {success ? <CircleCheck size={18} aria-hidden="true" /> : <CircleX size={18} aria-hidden="true" />}
                  <span className="popup-text">
                    <span>
                      {check}: {success ? 'passed' : 'failed'}
                    </span>
                    <span className="popup-hint">{message}</span>
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </ChangeDialog>
  )
}
