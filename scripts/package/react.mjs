// The hook as ESM and CommonJS, with the peers installed: a component renders on a server with the state of its form.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const builds = [
  {
    ...(await import('react')),
    ...(await import('urql')),
    ...(await import('labelbox-org/urql')),
    ...(await import('labelbox-org/react')),
    ...(await import('react-dom/server')),
  },
  {
    ...require('react'),
    ...require('urql'),
    ...require('labelbox-org/urql'),
    ...require('labelbox-org/react'),
    ...require('react-dom/server'),
  },
]
for (const { createElement, createLabelboxClient, Provider, renderToString, useInvite } of builds) {
  const Status = () => createElement('p', null, useInvite().state.status)
  const client = createLabelboxClient({ endpoint: 'https://app.example/api/labelbox' })
  const html = renderToString(createElement(Provider, { value: client }, createElement(Status)))
  if (html !== '<p>idle</p>') throw new Error(html)
}
