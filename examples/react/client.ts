import { createLabelboxClient } from 'labelbox-org/urql'

// A path of the page's own server, which adds the key (labelbox.ts). A key in the page could be read by anyone.
export const client = createLabelboxClient({ endpoint: '/api/labelbox' })
