import { toLabelboxError, type LabelboxError } from 'labelbox-org/urql'
import type { CombinedError } from 'urql'

/** Shows an error: what happened, the code to look up, and the request id for support. */
export function Problem({ error }: { readonly error: CombinedError | LabelboxError }) {
  const { code, message, requestId } = toLabelboxError(error)
  return (
    <div role="alert" className="problem">
      <p>
        <code>{code}</code> {message}
      </p>
      {requestId !== undefined && (
        <p className="note">
          Request <code>{requestId}</code>
        </p>
      )}
    </div>
  )
}
