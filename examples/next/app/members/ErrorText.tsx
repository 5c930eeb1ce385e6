import type { LabelboxError } from 'labelbox-org/urql'

export function ErrorText({
  error,
}: {
  readonly error: LabelboxError | undefined
}) {
  if (!error) return null
  return (
    <p role="alert">
      {error.code}: {error.message}
    </p>
  )
}
