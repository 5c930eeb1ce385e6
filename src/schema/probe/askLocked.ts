import type { DocumentNode } from 'graphql'
import { isLabelboxError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'
import { ask, type Path, type Send } from './response.ts'
import { judge, notRefused, type Judgement } from './judgement.ts'
import { lockDocument } from './lockDocument.ts'

/** Sends a document with both locks and judges the response. A failed request does not stop the other requests. */
export async function askLocked(send: Send, path: Path, document: DocumentNode): Promise<Judgement> {
  const locked = lockDocument(document)
  try {
    return judge(locked, await ask(send, path, locked.document))
  } catch (error) {
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    // The request was not sent.
    if (error.code === 'INVALID_INPUT') return { verdict: 'unknown', reason: shortened(error.message) }
    // A limit, a rejected key or a failed connection also stops the mutations.
    return notRefused(document, shortened(error.message), error.mayHaveRun || error.graphQLErrors.length > 0)
  }
}
