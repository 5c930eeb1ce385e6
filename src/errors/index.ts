/**
 * `LabelboxError`, the one error class of the package, and `isLabelboxError`, without the client.
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
  type LabelboxErrorInit,
  type ServerError,
} from '../core/errors.ts'
export type { InvalidRow, PendingInvite, Settlement } from '../core/records.ts'
