import type { AnyVariables, TypedDocumentNode } from '@urql/core'
import type { CallOptions } from '../core/callOptions.ts'
import type { Connection } from './connection.ts'
import { deliver } from './deliver.ts'
import { requireCallOptions } from './requireCallOptions.ts'

/** Runs a typed document. The facade is built on it. Rejects with a `LabelboxError`. */
export type Execute = <Data, Variables extends AnyVariables>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  options?: CallOptions,
) => Promise<Data>

/** Straight to the API. */
export const throughFetch =
  (connection: Connection): Execute =>
  async (document, variables, options = {}) => {
    requireCallOptions(options)
    return deliver(connection, document, variables, options)
  }
