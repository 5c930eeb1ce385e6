import type { Part } from './part.ts'
import { step, table } from './show.ts'

export const report: Part = {
  heading: 'The report',
  sentence:
    'What an administrator should look at, with the commands that put it right: “labelbox-org report” shows all of it.',

  async read(organization) {
    const { seats, findings, notChecked } = await organization.report()
    step('report', `${seats?.used} of ${seats?.limit} seats are taken; ${findings.length} findings`)
    table(findings, {
      SEVERITY: ({ severity }) => severity,
      WHAT: ({ message }) => message,
      COMMAND: ({ subjects }) => subjects.flatMap(({ commands }) => commands)[0]?.text,
    })
    if (notChecked.length > 0) step('', `not checked: ${notChecked.map(({ part }) => part).join(', ')}`)
  },

  change: () => Promise.resolve(),
}
