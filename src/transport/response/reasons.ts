import type { LabelboxErrorCode, LabelboxErrorInit, ServerError } from '../../core/errors.ts'
import { explain } from './messages.ts'
import { missingPermission } from './missingPermission.ts'
import { judgeErrors } from './verdict.ts'

/** Why a request failed and what to do, by code. Other codes' messages are written where they arise. */
const reasons: Readonly<Partial<Record<LabelboxErrorCode, string>>> = {
  AUTHENTICATION:
    'Labelbox did not accept the API key. Check that the whole key was copied, that it is neither revoked nor expired, and that the plan includes API access.',
  AUTHORIZATION: 'the role of this API key does not allow it. Use another key, or have the role changed.',
  API_LIMIT: "the organization exceeded its plan's requests per minute. Wait, or send fewer.",
  USAGE_LIMIT: "the plan's allowance, such as its seats, is used up. Free a part of it, or ask Labelbox for more.",
  VALIDATION_FAILED: 'the query is too complex for Labelbox. Ask for fewer fields or smaller pages.',
  INVALID_QUERY:
    'Labelbox does not understand the operation or its variables. Check ids and enum values in the variables. If the operation is one of this package, look for a newer version.',
  MALFORMED_QUERY: 'the request is too large, or Labelbox could not read it.',
  UNPROCESSABLE_ENTITY: 'Labelbox refused the input.',
  OPERATION_NOT_ALLOWED: "the organization's state or plan does not allow it.",
  RESOURCE_NOT_FOUND: 'there is no such object, or this API key may not see it.',
  RESOURCE_CONFLICT: 'it conflicts with something that exists, a name for example.',
  INTERNAL_SERVER_ERROR: 'Labelbox, or a gateway in front of it, failed.',
  SERVER_ERROR: 'Labelbox returned an error that this version does not know.',
  BAD_RESPONSE: 'the response is not GraphQL. Check the endpoint and any proxy on the way.',
  TIMEOUT: 'the response did not come in time.',
  NETWORK: 'the connection failed before the whole response came.',
}

/** A page, and the `fetch` of Node, don't tell the status of a redirect: it is 0. */
const isRedirect = (status = -1): boolean => status === 0 || (status >= 300 && status < 400)

const httpReason = (status?: number): string =>
  isRedirect(status)
    ? 'the server answered with a redirect, which the client does not follow. Check the endpoint.'
    : `the server answered with ${status === undefined ? 'a status' : `HTTP ${status}`}, as no GraphQL API does. Check the endpoint.`

/** The message and the extras of a failed response. */
export function describe(
  operationName: string | undefined,
  code: LabelboxErrorCode,
  errors: readonly ServerError[] = [],
  status?: number,
): Pick<LabelboxErrorInit, 'message' | 'extras'> {
  const message = explain(operationName, code === 'HTTP_ERROR' ? httpReason(status) : (reasons[code] ?? `${code}.`))
  if (code !== 'AUTHORIZATION') return { message }
  const [permission] = errors.flatMap((error) =>
    judgeErrors([error], status).code === code ? (missingPermission(error.message) ?? []) : [],
  )
  return {
    message: permission
      ? explain(
          operationName,
          `the role of this API key lacks the permission ${permission}. Use another key, or have the role changed.`,
        )
      : message,
    extras: { missingPermission: permission },
  }
}

/** A server other than Labelbox's own: an app's proxy, for example. */
export interface ForeignServer {
  readonly host: string
  /** Whether the request carried an API key. */
  readonly hasKey: boolean
}

/** The server of an endpoint that is not Labelbox's own. */
export function foreignServer(url: string, hasKey: boolean): ForeignServer | undefined {
  const { host, hostname } = new URL(url)
  return /(?:^|\.)labelbox\.com$/.test(hostname) ? undefined : { host, hasKey }
}

/** Codes that, judged by the status alone, are about the key, the role or the plan. */
const aboutKey: readonly LabelboxErrorCode[] = ['AUTHENTICATION', 'AUTHORIZATION', 'API_LIMIT', 'USAGE_LIMIT']

/** The reason for a bare status of another server, which may be about its own session, rules or limit. */
export function foreignReason(
  { host, hasKey }: ForeignServer,
  code: LabelboxErrorCode,
  status: number,
): string | undefined {
  if (!aboutKey.includes(code)) return undefined
  const check =
    code !== 'AUTHENTICATION'
      ? 'Check its rules and limits, then those of Labelbox.'
      : hasKey
        ? 'Check whether it wants another sign-in than the API key.'
        : 'Check that you are signed in there. This client sends no API key: that server has to add one.'
  return `the server at ${host} answered with HTTP ${status} and no Labelbox error. ${check}`
}
