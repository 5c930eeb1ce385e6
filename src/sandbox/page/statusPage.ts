import { createHash } from 'node:crypto'

const style = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem }
h1 { font-size: 1.5rem; margin: 0 }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0 }
dt { font-size: .8rem; opacity: .75 } dd { margin: 0; font-size: 1.3rem; font-variant-numeric: tabular-nums }
table { width: 100%; border-collapse: collapse } div { overflow-x: auto }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8884; overflow-wrap: break-word }
th { font-size: .8rem; opacity: .75 } td.number { font-variant-numeric: tabular-nums }
button { font: inherit; white-space: nowrap }
.pending { color: light-dark(#8a5300, #f0b050) }
.accepted { color: light-dark(#17703f, #5fd08f) }
.failed { color: light-dark(#b3261e, #ff8a80) }
header p { opacity: .75; margin: .25rem 0 0 }
@media (max-width: 45rem) {
  thead { position: absolute; clip-path: inset(50%) }
  tr { display: block; padding: .4rem 0; border-bottom: 1px solid #8884 }
  td { display: grid; grid-template-columns: 7rem 1fr; justify-items: start; padding: .1rem 0; border: 0; overflow-wrap: anywhere }
  td::before { content: attr(data-label); color: CanvasText; font-size: .8rem; opacity: .75 }
  td:empty { display: none } td[colspan] { display: block }
}
`

// The script inserts all data as text, never as markup.
const script = `
'use strict'
const byId = (id) => document.getElementById(id)
const rendered = new Map()

/** Renders a part only when it has changed, so that a button keeps the pointer and the focus. */
function renderChanged(name, value, render) {
  const text = JSON.stringify(value)
  if (rendered.get(name) === text) return
  rendered.set(name, text)
  render(value)
}

function cell(content, className) {
  const td = document.createElement('td')
  if (className) td.className = className
  if (content !== null && content !== '') td.append(content instanceof Node ? content : String(content))
  return td
}

function renderRows(id, items, toCells, emptyText) {
  const labels = [...byId(id).parentElement.querySelectorAll('th')].map((th) => th.textContent)
  const lines = items.map((item) => {
    const tr = document.createElement('tr')
    tr.append(...toCells(item))
    ;[...tr.cells].forEach((td, column) => (td.dataset.label = labels[column]))
    return tr
  })
  if (lines.length === 0) {
    const tr = document.createElement('tr')
    tr.append(cell(emptyText))
    tr.firstChild.colSpan = 9
    lines.push(tr)
  }
  byId(id).replaceChildren(...lines)
}

const time = (iso) => new Date(iso).toLocaleString()
const withRole = (list) => list.map(({ name, role }) => name + ' (' + role + ')')

function acceptButton(email) {
  const button = document.createElement('button')
  button.textContent = 'Accept'
  button.setAttribute('aria-label', 'Accept the invite to ' + email.to)
  button.addEventListener('click', async () => {
    button.disabled = true
    const headers = { 'content-type': 'application/json' }
    await fetch('/status/accept', { method: 'POST', headers, body: JSON.stringify({ id: email.id }) }).catch(() => {})
    await refresh()
  })
  return button
}

const emailCells = (email) => [
  cell(email.to), cell(email.from), cell(email.role),
  cell([...withRole(email.projects), ...withRole(email.userGroups)].join(', ')),
  cell(time(email.sentAt)), cell(email.state, email.state), cell(email.state === 'pending' ? acceptButton(email) : ''),
]
const webhookCells = (hook) => [
  cell(hook.url), cell(hook.topics.join(', ')), cell(hook.project ?? 'Organization'), cell(hook.status),
]
const requestCells = (request) => [
  cell(new Date(request.receivedAt).toLocaleTimeString()),
  cell((request.operation ?? request.path) + (request.truncated ? ' (too large to keep)' : '')),
  cell(request.status ?? '\\u2026', request.status >= 400 ? 'number failed' : 'number'),
  cell(request.durationMs === null ? '\\u2026' : request.durationMs + ' ms', 'number'), cell(request.fault),
]

function renderOrganization({ name, seats, members, projects, userGroups }) {
  document.title = name + ' \\u2013 labelbox-org sandbox'
  byId('name').textContent = name
  const facts = [
    ['Seats used', seats.used + ' of ' + seats.limit], ['Seats left', seats.remaining],
    ['Members', members], ['Projects', projects], ['User groups', userGroups],
  ]
  byId('facts').replaceChildren(...facts.map(([term, value]) => {
    const pair = document.createElement('div')
    pair.append(document.createElement('dt'), document.createElement('dd'))
    pair.firstChild.textContent = term
    pair.lastChild.textContent = value
    return pair
  }))
}

async function refresh() {
  const response = await fetch('/status.json')
  if (!response.ok) throw new Error()
  const { organization, outbox, webhooks, requests, droppedRequests } = await response.json()
  renderChanged('organization', organization, renderOrganization)
  renderChanged('outbox', outbox, (emails) => renderRows('outbox', emails, emailCells, 'No invites yet.'))
  renderChanged('webhooks', webhooks, (hooks) => renderRows('webhooks', hooks, webhookCells, 'No webhooks yet.'))
  renderChanged('dropped', droppedRequests, (count) => {
    byId('dropped').textContent = count === 0 ? '' : count + ' earlier requests were dropped to save memory.'
  })
  renderChanged('requests', requests, (list) => renderRows('requests', list, requestCells, 'No requests yet.'))
}

async function watch() {
  const state = await refresh().then(() => 'Live', () => 'The sandbox does not respond')
  if (byId('live').textContent !== state) byId('live').textContent = state
  setTimeout(watch, 1000)
}
void watch()
`

const table = (title: string, id: string, columns: readonly string[]): string =>
  `<h2 id="${id}-title">${title}</h2>
<div><table aria-labelledby="${id}-title"><thead><tr>${columns.map((column) => `<th scope="col">${column}</th>`).join('')}</tr></thead>
<tbody id="${id}"></tbody></table></div>`

/** The status page. It holds no data; its script loads them from `/status.json`. */
export const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>labelbox-org sandbox</title><link rel="icon" href="data:,"><style>${style}</style></head>
<body><header><h1 id="name">Sandbox</h1><p>A local Labelbox for tests, by labelbox-org</p><p id="live" role="status">Loading</p></header>
<main><dl id="facts" aria-label="Organization"></dl>
${table('Outbox: invite emails', 'outbox', ['To', 'From', 'Role', 'Projects and groups', 'Sent', 'State', 'Action'])}
${table('Webhooks', 'webhooks', ['URL', 'Topics', 'Belongs to', 'Status'])}
${table('Latest requests', 'requests', ['Received', 'Operation', 'Status', 'Duration', 'Fault'])}
<p id="dropped"></p></main><script>${script}</script></body></html>
`

const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Allows the page its own script, its own style and requests to its own server. */
export const contentSecurityPolicy = [
  `default-src 'none'`,
  `script-src ${hash(script)}`,
  `style-src ${hash(style)}`,
  `img-src data:`,
  `connect-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
].join('; ')
