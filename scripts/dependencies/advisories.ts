interface Advisory {
  readonly title: string
  readonly url: string
  readonly severity: string
  readonly range: string
}

interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<string, { readonly name: string; readonly via: readonly (Advisory | string)[] }>
  >
  readonly message?: string
}

/** What `npm audit --json` printed, or why it printed no report. */
export type Audit =
  | { readonly kind: 'unanswered'; readonly reason: string }
  | { readonly kind: 'read'; readonly serious: readonly string[]; readonly minor: readonly string[] }

/** Reads the output of `npm audit --json`. `high` and `critical` are serious: the package bundles some development tools. */
export function readAudit(output: string): Audit {
  const report = parsed(output)
  if (report?.vulnerabilities === undefined) {
    return { kind: 'unanswered', reason: report?.message ?? 'npm printed no report' }
  }
  const lines = Object.values(report.vulnerabilities).flatMap(({ name, via }) =>
    // A text names the dependency that brings the advisory, which has its own entry.
    via.flatMap((each) =>
      typeof each === 'string'
        ? []
        : [{ severity: each.severity, text: `${name} ${each.range}, ${each.severity}: ${each.title} (${each.url})` }],
    ),
  )
  const isSerious = ({ severity }: { readonly severity: string }): boolean => /^(?:high|critical)$/.test(severity)
  return {
    kind: 'read',
    serious: lines.filter(isSerious).map(({ text }) => text),
    minor: lines.filter((line) => !isSerious(line)).map(({ text }) => text),
  }
}

function parsed(output: string): AuditReport | undefined {
  try {
    const report: unknown = JSON.parse(output)
    return typeof report === 'object' && report !== null ? report : undefined
  } catch {
    return undefined
  }
}
