// What this run has to do with Labelbox so far. A command is one process, so there is one of it.

/** Where Labelbox is unless something else is said. */
export const labelboxEndpoint = 'https://api.labelbox.com/graphql'

let target: string | undefined
let isChangeSent = false

/** Remembers where requests go. */
export function startRequests(endpoint: string | undefined): void {
  target = endpoint ?? labelboxEndpoint
}

/** To be told of each request. */
export function onRequest({ kind }: { readonly kind: 'query' | 'mutation' }): void {
  isChangeSent ||= kind === 'mutation'
}

/** Where requests go, once that is known. */
export const requestTarget = (): string | undefined => target

/** Whether a change may have been made: one was sent. */
export const hasSentChange = (): boolean => isChangeSent
