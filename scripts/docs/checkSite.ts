// Checks the links and anchors of the built site. VitePress itself checks that linked pages exist.
import { brokenLinks } from './siteLinks.ts'

const complaints = brokenLinks('docs/.vitepress/dist', process.env['DOCS_BASE'])
for (const complaint of complaints) console.error(complaint)
if (complaints.length > 0) process.exit(1)
