import urql from '@urql/vue'
import { createLabelboxClient } from 'labelbox-org/urql'
import { createApp } from 'vue'
import App from './App.vue'

const client = createLabelboxClient({ endpoint: '/api/labelbox' })

createApp(App).use(urql, client).mount('#app')
