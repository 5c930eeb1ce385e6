import { createInviting } from 'labelbox-org/inviting'
import { UsersDocument } from 'labelbox-org/operations'
import {
  createLabelboxClient,
  toLabelboxError,
} from 'labelbox-org/urql'

const client = createLabelboxClient({ endpoint: '/api/labelbox' })
const inviting = createInviting(client)

const pageSize = 10
const find = (selector) => document.querySelector(selector)
const [list, previous, next, form, email] = [
  'ul',
  '#previous',
  '#next',
  'form',
  'input',
].map(find)

let page = 0
let subscription

/** Shows a page of members, and shows it again when a change affects it. */
function show() {
  subscription?.unsubscribe()
  // The API returns no total. One more row than the page tells whether there is a next page.
  const variables = { skip: page * pageSize, first: pageSize + 1 }
  subscription = client
    .query(UsersDocument, variables)
    .subscribe(({ data, error }) => {
      showError('#list-error', error && toLabelboxError(error))
      const users = data?.organization?.users ?? []
      list.replaceChildren(
        ...users.slice(0, pageSize).map((user) => {
          const item = document.createElement('li')
          item.textContent = user.email
          return item
        }),
      )
      previous.disabled = page === 0
      next.disabled = users.length <= pageSize
    })
}

function showError(id, error) {
  find(id).textContent = error ? `${error.code}: ${error.message}` : ''
}

function go(step) {
  page += step
  show()
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const state = await inviting.invite({
    email: email.value,
    role: 'LABELER',
  })
  find('[role=status]').textContent =
    state.status === 'invited' ? `Invited ${state.email}.` : ''
  showError('#form-error', state.error)
  if (state.status === 'invited') email.value = ''
})

previous.addEventListener('click', () => go(-1))
next.addEventListener('click', () => go(1))
show()
