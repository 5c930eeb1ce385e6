import type { OrganizationReport } from '../../index.ts'

/** The report for `--json`, member by member: its names are a promise. */
export const toReportJson = (report: OrganizationReport): OrganizationReport => {
  const { organization, createdAt, settings, seats, counts, findings, notChecked } = report
  return {
    organization: { id: organization.id, name: organization.name },
    createdAt,
    settings: {
      inactiveForDays: settings.inactiveForDays,
      waitingForDays: settings.waitingForDays,
      keysEndingInDays: settings.keysEndingInDays,
      validate: settings.validate,
    },
    seats: seats && { used: seats.used, limit: seats.limit, remaining: seats.remaining, share: seats.share },
    counts: {
      members: counts.members,
      invites: counts.invites,
      keys: counts.keys,
      groups: counts.groups,
      projects: counts.projects,
      tags: counts.tags,
      webhooks: counts.webhooks,
      iamIntegrations: counts.iamIntegrations,
    },
    findings: findings.map(({ kind, severity, message, advice, subjects, commands }) => ({
      kind,
      severity,
      message,
      advice,
      subjects: subjects.map(({ type, id, name, detail, commands }) => ({
        type,
        id,
        name,
        detail,
        commands: commands.map(({ argv, text }) => ({ argv, text })),
      })),
      commands: commands.map(({ argv, text }) => ({ argv, text })),
    })),
    notChecked: notChecked.map(({ part, kinds, reason, code }) => ({ part, kinds, reason, code })),
  }
}
