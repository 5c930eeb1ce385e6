import { createLabelboxClient } from 'labelbox-org/urql'
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.getElementById('app')
if (target === null)
  throw new Error('index.html has no element with the id app.')

const client = createLabelboxClient({ endpoint: '/api/labelbox' })

mount(App, { target, props: { client } })
