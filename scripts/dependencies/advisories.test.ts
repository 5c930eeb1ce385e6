import { describe, expect, it } from 'vitest'
import { readAudit } from './advisories.ts'

const advisory = (severity: string) => ({
  source: 1,
  name: 'a',
  title: 'Prototype pollution',
  url: 'https://github.com/advisories/GHSA-1',
  severity,
  range: '<2.0.0',
})
const report = (...via: readonly unknown[]): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: { a: { name: 'a', severity: 'high', via } }, metadata: {} })

describe('reading the output of npm audit', () => {
  it.each(['high', 'critical'])('takes an advisory of severity %s for serious', (severity) => {
    const line = `a <2.0.0, ${severity}: Prototype pollution (https://github.com/advisories/GHSA-1)`
    expect(readAudit(report(advisory(severity)))).toEqual({ kind: 'read', serious: [line], minor: [] })
  })

  it.each(['info', 'low', 'moderate'])('takes an advisory of severity %s for minor', (severity) => {
    expect(readAudit(report(advisory(severity)))).toMatchObject({ serious: [], minor: [expect.any(String)] })
  })

  it('lists an advisory once, not again for each package that depends on it', () => {
    expect(readAudit(report('b'))).toEqual({ kind: 'read', serious: [], minor: [] })
  })

  it('reads a report without advisories', () => {
    expect(readAudit('{"vulnerabilities":{}}')).toEqual({ kind: 'read', serious: [], minor: [] })
  })

  it.each([
    ['{"message":"405 Method Not Allowed","method":"POST"}', '405 Method Not Allowed'],
    ['', 'npm printed no report'],
    ['null', 'npm printed no report'],
    ['<html>', 'npm printed no report'],
  ])('says that the registry did not answer: %s', (output, reason) => {
    expect(readAudit(output)).toEqual({ kind: 'unanswered', reason })
  })
})
