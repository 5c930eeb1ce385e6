import type { LabelboxError } from '../../../core/errors.ts'

/** What happened and what to do, for people. */
export interface ProblemWords {
  readonly title: string
  readonly advice: string
}

/** Words by the code of the error. */
export type ProblemWordsByCode = Readonly<Record<string, ProblemWords>>

const seeAccess = 'Ask an administrator of the organization for a key whose role allows this.'

/** By the code of the error. Other codes come from the console's server, or are unexpected. */
const words: ProblemWordsByCode = {
  AUTHENTICATION: {
    title: 'Labelbox does not accept the API key',
    advice: 'It may be revoked or expired. Stop the console, and start it with a valid key.',
  },
  AUTHORIZATION: { title: 'The API key may not do this', advice: seeAccess },
  API_LIMIT: {
    title: 'The organization has used up its requests for this minute',
    advice: 'Wait a minute, then try again.',
  },
  USAGE_LIMIT: {
    title: 'The plan’s allowance is used up',
    advice: 'Free a seat first: remove a member, or cancel a pending invite.',
  },
  RESOURCE_NOT_FOUND: {
    title: 'This is not there any more',
    advice: 'Somebody may have removed it. Refresh the list.',
  },
  RESOURCE_CONFLICT: {
    title: 'It conflicts with something that exists',
    advice: 'Refresh the list, and look whether the change was made before.',
  },
  OPERATION_NOT_ALLOWED: {
    title: 'Labelbox does not allow this now',
    advice: 'The plan or the current state forbids it.',
  },
  UNPROCESSABLE_ENTITY: { title: 'Labelbox refused the input', advice: 'Check what you typed, then try again.' },
  VALIDATION_FAILED: { title: 'Labelbox refused the request', advice: 'It asks for too much at once.' },
  INTERNAL_SERVER_ERROR: {
    title: 'Labelbox failed',
    advice: 'Try again in a moment. If it goes on, send Labelbox’s support the request id.',
  },
  NETWORK: { title: 'The connection failed', advice: 'Check the network, then try again.' },
  TIMEOUT: { title: 'Labelbox did not answer in time', advice: 'Try again in a moment.' },
  INVITE_REFUSED: {
    title: 'Labelbox sent no invite, and gave no reason',
    advice: 'The address may belong to the key’s own user.',
  },
  ALREADY_INVITED: { title: 'An invite to this address is pending', advice: 'Cancel or resend it under Invites.' },
  ALREADY_MEMBER: { title: 'The address belongs to a member', advice: 'Change the role under Members.' },
  OUTCOME_UNKNOWN: {
    title: 'It is not known whether the invite was sent',
    advice: 'Look at the pending invites before you send it again.',
  },
  INVALID_INPUT: { title: 'The input is not valid', advice: 'Check what you typed, then try again.' },
  NOT_TRUSTED: {
    title: 'The page and the console’s server do not fit',
    advice: 'Reload the page. If it goes on, start the console again.',
  },
  PROXY_BUSY: { title: 'The console has too much to do', advice: 'Try again in a moment.' },
  PROXY_FAILED: {
    title: 'The console’s server failed',
    advice: 'Its terminal says why. Nothing was sent to Labelbox.',
  },
  NOT_PERMITTED: { title: 'The console does not do this', advice: 'Use Labelbox’s own pages for it.' },
  SIGN_IN: {
    title: 'The console does not know this browser',
    advice: 'Start the console again, and open its new address.',
  },
}

const other: ProblemWords = {
  title: 'Something unexpected happened',
  advice: 'Try again. If it goes on, send Labelbox’s support the request id.',
}

const maybe = 'The change may have been made nevertheless. Look before you try again.'

/** The words for an error. Those of the place go first. */
export function wordsFor({ code, mayHaveRun }: LabelboxError, particular: ProblemWordsByCode = {}): ProblemWords {
  const { title, advice } = particular[code] ?? words[code] ?? other
  return { title, advice: mayHaveRun && particular[code] === undefined ? maybe : advice }
}
