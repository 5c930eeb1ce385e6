/** @jsxImportSource solid-js */
import type { CombinedError } from '@urql/solid'
import { toLabelboxError } from 'labelbox-org/urql'
import { Show } from 'solid-js'

export function ErrorText(props: {
  readonly error: CombinedError | undefined
}) {
  const failure = () => props.error && toLabelboxError(props.error)
  return (
    <Show when={failure()}>
      {(error) => (
        <p role="alert">
          {error().code}: {error().message}
        </p>
      )}
    </Show>
  )
}
