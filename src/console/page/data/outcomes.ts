import { Toast } from '@base-ui/react/toast'

/** The outcomes of changes that are shown at the moment. */
export const outcomes = Toast.createToastManager()

/** Says the outcome of a change: in a corner of the window, and to screen readers. */
export const say = (text: string): void => void outcomes.add({ title: text, timeout: 6000 })
