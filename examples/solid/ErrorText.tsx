/** @jsxImportSource solid-js */
import type { LabelboxError } from 'labelbox-org/urql'
import { Show } from 'solid-js'

export function ErrorText(props: {
  readonly error: LabelboxError | undefined
}) {
  return (
    <Show when={props.error}>
      {(error) => (
        <p role="alert">
          {error().code}: {error().message}
        </p>
      )}
    </Show>
  )
}
