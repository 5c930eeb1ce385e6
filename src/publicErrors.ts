/**
 * The error of every method and document, without the client.
 *
 * @packageDocumentation
 */
export {
  isLabelboxError,
  LabelboxError,
  type LabelboxErrorCode,
  type LabelboxErrorDetails,
  type LabelboxErrorExtras,
  type LabelboxErrorHint,
  type ServerError,
} from './core/errors.ts'
