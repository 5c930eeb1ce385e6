import { parse } from 'graphql'
import type { Path, Send } from '../probe/response.ts'
import { askLocked } from '../probe/askLocked.ts'
import type { Judgement, Problem } from '../probe/judgement.ts'
import { rootFieldsOf } from '../probe/probe.ts'
import type { Proof } from '../probe/lockProof.ts'
import { guardName, absentName, type Question } from './questions.ts'

/** Asks one question with both locks; mutations only if the locks are proven. */
export type AskLocked = (question: Question) => Promise<Judgement>

/**
 * Creates an {@link AskLocked}. After the first response that does not reject a mutation, no mutation is sent to either
 * endpoint; its fields are added to `mayHaveRun`.
 */
export function lockedAsker(send: Send, proofs: readonly Proof[], mayHaveRun: string[] = []): AskLocked {
  let isLocked = proofs.every(({ locks }) => locks.length === 0)
  const believed = new Set<Path>(proofs.filter(({ checks }) => checks.length === 0).map(({ path }) => path))
  const thorough = new Map<Path, boolean>()
  return async ({ kind, path, text }) => {
    if (!believed.has(path) || (kind === 'mutation' && !isLocked)) {
      return { verdict: 'unknown', reason: 'Not sent: the locks are not proven.' }
    }
    const document = parse(text)
    const judgement = await askLocked(send, path, document)
    if (kind === 'query') {
      if (judgement.verdict === 'opened') isLocked = false
      return judgement
    }
    switch (judgement.verdict) {
      case 'opened':
        isLocked = false
        if (judgement.mayHaveRun) mayHaveRun.push(...rootFieldsOf(document).filter((name) => name !== guardName))
        return judgement
      case 'valid':
        isLocked = false
        return { verdict: 'unknown', reason: 'The server accepts a mutation with a field that does not exist.' }
      case 'unknown':
        return judgement
      case 'invalid':
        break
    }
    const problems = judgement.problems.filter((problem) => !isOf(guardName, problem))
    if (problems.length > 0) return { verdict: 'invalid', problems }
    // The only error is the guard field. That confirms the rest only if the server reports all errors.
    if (!thorough.has(path)) thorough.set(path, await tellsAll(send, path))
    return thorough.get(path) === true
      ? { verdict: 'valid' }
      : { verdict: 'unknown', reason: 'The server does not report all errors of a document.' }
  }
}

const isOf = (name: string, { what, message }: Problem): boolean =>
  what?.endsWith(`.${name}`) === true || message.includes(`"${name}"`)

/** Whether the server reports two errors of one document. */
async function tellsAll(send: Send, path: Path): Promise<boolean> {
  const text = `query LabelboxOrgVerify { user(where: { id: "0", ${absentName}: 1 }) { id } ${guardName} }`
  const judgement = await askLocked(send, path, parse(text))
  return (
    judgement.verdict === 'invalid' &&
    [guardName, absentName].every((name) => judgement.problems.some((problem) => isOf(name, problem)))
  )
}
