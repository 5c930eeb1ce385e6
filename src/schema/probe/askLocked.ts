import type { DocumentNode } from 'graphql'
import { isLabelboxError } from '../../core/errors.ts'
import { shortened } from '../reports/sentences.ts'
import { ask, type Path, type Send } from './response.ts'
import { judge, notRefused, type Judgement } from './judgement.ts'
import { lockDocument } from './lockDocument.ts'

/** Sends a document behind both locks and reads the answer. That there was none does not end the rest of the questions. */
export async function askLocked(send: Send, path: Path, document: DocumentNode): Promise<Judgement> {
  const locked = lockDocument(document)
  try {
    return judge(locked, await ask(send, path, locked.document))
  } catch (error) {
    if (!isLabelboxError(error) || error.code === 'ABORTED') throw error
    // Nothing has left this machine.
    if (error.code === 'INVALID_INPUT') return { verdict: 'unknown', reason: shortened(error.message) }
    // A limit, a key that is not accepted, or no connection: it ends the mutations all the same.
    return notRefused(document, shortened(error.message), error.mayHaveRun || error.graphQLErrors.length > 0)
  }
}
