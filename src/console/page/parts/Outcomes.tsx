import { Toast } from '@base-ui/react/toast'
import { CircleCheck, X } from 'lucide-react'
import { outcomes } from '../data/outcomes.ts'

/** Where outcomes appear. It is a live region. */
const Outcomes = () => (
  <Toast.Provider toastManager={outcomes} limit={3}>
    <Toast.Portal>
      <Toast.Viewport className="outcomes" aria-label="Outcomes">
        <List />
      </Toast.Viewport>
    </Toast.Portal>
  </Toast.Provider>
)

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="outcome" swipeDirection={['right', 'down']}>
      <Toast.Content className="outcome-content">
        <CircleCheck size={18} aria-hidden="true" />
        <Toast.Title render={<p />} className="outcome-title" />
        <Toast.Close className="button button-quiet button-icon" aria-label="Dismiss">
          <X size={16} aria-hidden="true" />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}

export default Outcomes
