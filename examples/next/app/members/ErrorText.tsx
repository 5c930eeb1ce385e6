import type { CombinedError } from '@urql/next'
import { toLabelboxError } from 'labelbox-org/urql'

export function ErrorText({
  error,
}: {
  readonly error: CombinedError | undefined
}) {
  if (!error) return null
  const { code, message } = toLabelboxError(error)
  return (
    <p role="alert">
      {code}: {message}
    </p>
  )
}
