import type { OrganizationReport, ReportCommand, ReportFinding } from '../../index.ts'
import { brief, printable } from '../../core/printable.ts'
import {
  bySeverity,
  countsOf,
  moreText,
  nameOf,
  nothingFound,
  seatsText,
  severityHeadings,
  timeText,
} from './reportWords.ts'

/** Subjects of a finding that are listed. */
const maxSubjects = 200

/** The report as one page without scripts and without anything to load, for light and dark, and for paper. */
export function toHtml(report: OrganizationReport): string {
  const { createdAt, seats, findings, notChecked } = report
  const title = escapeHtml(nameOf(report))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>As of <time datetime="${createdAt.toISOString()}">${timeText(createdAt)}</time></p>
</header>
<main>
<section class="seats">
<h2>Seats</h2>
<p>${escapeHtml(seatsText(report))}</p>
${seats === null ? '' : `<meter min="0" max="1" high="0.9" value="${Math.min(1, Math.max(0, seats.share))}">${escapeHtml(seatsText(report))}</meter>`}
</section>
<dl>
${countsOf(report)
  .map(([name, count]) => `<div><dt>${name}</dt><dd>${count}</dd></div>`)
  .join('\n')}
</dl>
${findings.length === 0 ? `<p class="fine">${nothingFound}</p>` : ''}
${bySeverity(findings)
  .map(
    ([severity, some]) =>
      `<section class="${severity}">\n<h2>${severityHeadings[severity]}</h2>\n${some.map(article).join('\n')}\n</section>`,
  )
  .join('\n')}
${
  notChecked.length === 0
    ? ''
    : `<section>\n<h2>Not checked</h2>\n<ul>\n${notChecked.map(({ part, reason }) => `<li>${part}: ${escapeHtml(brief(reason, 1000))}</li>`).join('\n')}\n</ul>\n</section>`
}
</main>
</body>
</html>
`
}

function article({ message, advice, subjects, commands }: ReportFinding): string {
  const shown = subjects.slice(0, maxSubjects)
  const hidden = subjects.length - shown.length
  const rows = shown.map(
    (subject) =>
      `<tr><td>${escapeHtml(brief(subject.name, 200))}</td><td>${escapeHtml(brief(subject.detail, 200))}</td></tr>`,
  )
  const own = shown.flatMap((subject) => subject.commands)
  return `<article>
<h3>${escapeHtml(message)}</h3>
<p>${escapeHtml(advice)}</p>
<table>
<thead><tr><th scope="col">Name</th><th scope="col">What</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
${hidden > 0 ? `<p>… ${moreText(hidden)}.</p>` : ''}
${own.length > 0 ? block(own) : ''}
${commands.length > 0 ? `<p>Or all at once:</p>\n${block(commands)}` : ''}
</article>`
}

const block = (commands: readonly ReportCommand[]): string =>
  `<pre><code>${commands.map(({ text }) => escapeHtml(printable(text))).join('\n')}</code></pre>`

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": '#39' }

const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => `&${entities[character] ?? ''};`)

const style = `
:root { --ink: #1c1d21; --soft: #5b5e66; --line: #d9dbe1; --paper: #fff; --tint: #f5f6f8;
  --critical: #b3261e; --warning: #8a5a00; --notice: #0b5cad; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e8ec; --soft: #a3a7b1; --line: #3a3d45; --paper: #17181b;
  --tint: #212329; --critical: #ff8a80; --warning: #ffc766; --notice: #8ab8ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0; font-size: 1rem; }
header p, article p { margin: .25rem 0 .75rem; color: var(--soft); }
.seats p { margin: 0 0 .25rem; }
meter { width: 100%; height: 1rem; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr)); gap: .75rem; margin: 1.5rem 0 0; }
dl div { display: flex; flex-direction: column-reverse; border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
article { margin: 0 0 1rem; border: 1px solid var(--line); border-left: .3rem solid var(--accent); border-radius: .5rem; padding: .9rem 1rem; }
.critical { --accent: var(--critical); } .warning { --accent: var(--warning); } .notice { --accent: var(--notice); }
.critical h2 { color: var(--critical); } .warning h2 { color: var(--warning); } .notice h2 { color: var(--notice); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; }
th, td { padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th { color: var(--soft); font-weight: 500; }
pre { margin: .75rem 0 0; padding: .6rem .75rem; background: var(--tint); border-radius: .4rem; white-space: pre-wrap; }
code { font: .85rem/1.5 ui-monospace, monospace; }
.fine { margin-top: 2rem; font-size: 1.1rem; }
@media print { body { max-width: none; padding: 0; } article { break-inside: avoid; } pre { border: 1px solid var(--line); } }
`
