import { CircleAlert } from 'lucide-react'
import type { LabelboxError } from '../../../core/errors.ts'
import { Button } from './Button.tsx'
import { CopyButton } from './CopyButton.tsx'
import { wordsFor, type ProblemWordsByCode } from './problemWords.ts'

/** What happened, what to do, and the request id for support. */
export function Problem({
  problem,
  words,
  onRetry,
}: {
  readonly problem: LabelboxError
  /** Words for the codes that mean something particular here. */
  readonly words?: ProblemWordsByCode | undefined
  readonly onRetry?: () => void
}) {
  const { title, advice } = wordsFor(problem, words)
  const { code, requestId } = problem
  return (
    <div className="problem" role="alert">
      <CircleAlert size={20} aria-hidden="true" />
      <div className="problem-text">
        <p className="problem-title">{title}</p>
        <p>{advice}</p>
        <p className="problem-facts">
          <code>{code}</code>
          {requestId !== undefined && (
            <span>
              Request <code>{requestId}</code>
              <CopyButton text={requestId} what="request id" />
            </span>
          )}
        </p>
      </div>
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  )
}
