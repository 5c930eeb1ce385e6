// The licences of what is bundled ask that their text goes with it.
import { readdirSync, readFileSync } from 'node:fs'

interface Bundle {
  readonly [file: string]: { readonly moduleIds?: readonly string[] }
}

interface PluginContext {
  emitFile(file: { readonly type: 'asset'; readonly fileName: string; readonly source: string }): string
}

/** Writes the licences of the packages that are in the bundle beside it. */
export const notices = {
  name: 'notices',
  generateBundle(this: PluginContext, _options: unknown, bundle: Bundle): void {
    const ids = Object.values(bundle).flatMap(({ moduleIds = [] }) => moduleIds)
    const folders = ids.flatMap((id) => /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id)?.[1] ?? [])
    const source = [...new Set(folders)].sort().map(noticeOf).join('\n')
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source })
  },
}

function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, string>
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file === undefined) throw new Error(`${name ?? folder} comes without the text of its licence.`)
  return `${name ?? ''} ${version ?? ''}\n\n${readFileSync(`${folder}/${file}`, 'utf8').trim()}\n`
}
