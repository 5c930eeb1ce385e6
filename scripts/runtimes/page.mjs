// The capabilities in a page, which takes the setting from its server and sends the results there.
import { runAll } from './capabilities.mjs'

const setting = await (await fetch('/setting')).json()
await fetch('/results', { method: 'POST', body: JSON.stringify(await runAll(setting)) })
