import { Dialog } from '@base-ui/react/dialog'
import { useRef, type ReactNode } from 'react'
import type { LabelboxError } from '../../../core/errors.ts'
import { Button } from './Button.tsx'
import { Problem } from './Problem.tsx'
import type { ProblemWordsByCode } from './problemWords.ts'

/** Properties of {@link ChangeDialog}. */
export interface ChangeDialogProps {
  readonly title: string
  /** What it changes, and what it takes along; or the fields of a form. */
  readonly children: ReactNode
  /** What the button does, such as `Remove`. */
  readonly action: string
  /** What the other button does. Default: `Cancel`. */
  readonly dismissal?: string
  readonly isDangerous?: boolean
  readonly isRunning: boolean
  /** Whether the button can be pressed. Default: `true`. */
  readonly isReady?: boolean
  readonly problem: LabelboxError | undefined
  /** Words for the codes that mean something particular here. */
  readonly words?: ProblemWordsByCode | undefined
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/**
 * A dialog that makes a change. It stays open until the change is made, shows why it failed, and gives the focus back to
 * what opened it. A dangerous change begins on the button that cancels.
 */
export function ChangeDialog({
  title,
  children,
  action,
  dismissal = 'Cancel',
  isDangerous = false,
  isRunning,
  isReady = true,
  problem,
  words,
  onConfirm,
  onClose,
}: ChangeDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <Dialog.Root
      open
      onOpenChange={(isOpen) => {
        if (!isOpen && !isRunning) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className="dialog" initialFocus={isDangerous ? cancel : true}>
          <form
            noValidate
            onSubmit={(event) => {
              event.preventDefault()
              if (!isRunning && isReady) onConfirm()
            }}
          >
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            <div className="dialog-content">{children}</div>
            {problem !== undefined && <Problem problem={problem} words={words} />}
            <div className="dialog-actions">
              <Dialog.Close ref={cancel} disabled={isRunning} render={<Button>{dismissal}</Button>} />
              <Button type="submit" kind={isDangerous ? 'danger' : 'primary'} isBusy={isRunning} disabled={!isReady}>
                {action}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
