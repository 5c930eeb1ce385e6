/** Headers in which servers and gateways send the id of a request. The API's documentation mentions no such header. */
const headerNames = ['x-request-id', 'x-correlation-id', 'request-id', 'x-amzn-requestid', 'cf-ray']

/** The form of ids. Other values are free text, which would end up in logs. */
export const idForm = /^[\w.:;=/+~-]{1,128}$/

export function requestId(headers: { get(name: string): string | null }): string | undefined {
  for (const name of headerNames) {
    const value = headers.get(name)
    if (value !== null && idForm.test(value)) return value
  }
  return undefined
}
