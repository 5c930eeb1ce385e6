/**
 * A client, an exchange and helpers for frontends on urql. It needs `@urql/core` 6.
 *
 * @packageDocumentation
 */
export { toLabelboxError, type ErrorContext, type SerializedLabelboxError } from './toLabelboxError.ts'
export {
  isLabelboxError,
  LabelboxError,
  type AnyLabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type LabelboxErrorExtras,
  type LabelboxErrorHint,
  type LabelboxErrorOf,
} from '../core/errors.ts'
export { originOf, type Origin } from '../core/origin.ts'
export {
  refine,
  refineBy,
  type FilterName,
  type FilterVariables,
  type OrderBy,
  type Refinement,
  type Relation,
  type ResultOf,
  type VariablesOf,
  type Where,
} from '../lists/refine.ts'
export type { ConnectionOptions } from '../transport/connection.ts'
export type { IncomingResponse, OutgoingRequest, Transport } from '../transport/transport.ts'
export { labelboxExchange } from './exchange.ts'
export { createLabelboxClient, type LabelboxClientOptions } from './labelboxClient.ts'
