/**
 * The error of every method and document, without the client.
 *
 * @packageDocumentation
 */
export {
  isLabelboxError,
  LabelboxError,
  type AnyLabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type LabelboxErrorExtras,
  type LabelboxErrorHint,
  type LabelboxErrorOf,
  type ServerError,
} from './core/errors.ts'
