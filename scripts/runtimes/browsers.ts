import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromiumOptions } from '../../test/support/chromium.ts'

/** A browser of this machine. */
export interface Browser {
  readonly name: string
  /** `undefined` if the machine lacks it. */
  readonly executable: string | undefined
  /** The packages of Debian that contain it. */
  readonly packages: string
  /** Its arguments before the address of the page. The profile is an empty folder. */
  args(profile: string): readonly string[]
  /** Whether it always opens a window, and so needs a display. */
  readonly hasWindow?: boolean
}

const firstOf = (...paths: readonly (string | undefined)[]): string | undefined =>
  paths.find((path) => path !== undefined && existsSync(path))

const displayServer = firstOf('/usr/bin/Xvfb')
/** The small browser that comes with WebKitGTK. */
const miniBrowser = firstOf(
  process.env['MINIBROWSER'],
  ...['x86_64', 'aarch64'].map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`),
)

/** Keeps Firefox from making requests by itself. */
const quietFirefox = [
  'app.normandy.enabled',
  'app.update.auto',
  'browser.safebrowsing.update.enabled',
  'datareporting.healthreport.uploadEnabled',
  'network.captive-portal-service.enabled',
  'network.connectivity-service.enabled',
].map((name) => `user_pref('${name}', false);\n`)

export const browsers: readonly Browser[] = [
  {
    name: 'Chromium',
    executable: chromiumOptions.executablePath,
    packages: 'chromium',
    args: (profile) => ['--headless', `--user-data-dir=${profile}`, ...chromiumOptions.args],
  },
  {
    name: 'Firefox',
    executable: firstOf(process.env['FIREFOX'], '/usr/bin/firefox-esr', '/usr/bin/firefox'),
    packages: 'firefox-esr',
    args(profile) {
      writeFileSync(join(profile, 'user.js'), quietFirefox.join(''))
      return ['--headless', '--no-remote', '--profile', profile]
    },
  },
  {
    name: 'WebKit',
    executable: displayServer && miniBrowser,
    packages: 'libwebkit2gtk-4.1-0 xvfb',
    args: () => ['--private'],
    hasWindow: true,
  },
]

/** Says that a browser is missing, and how to install it. */
export const missing = ({ name, packages }: Browser): string =>
  `${name} is not installed. On Debian: apt-get install ${packages}`

/** Opens an address in a browser, which runs until the page's work is done. */
export async function whileOpen<T>(browser: Browser, url: string, work: Promise<T>): Promise<T> {
  const { name, executable, hasWindow = false } = browser
  if (executable === undefined) throw new Error(missing(browser))
  const profile = mkdtempSync(join(tmpdir(), 'labelbox-org-browser-'))
  const started: ChildProcess[] = []
  try {
    const env = { ...process.env }
    if (hasWindow) {
      // On a display that nobody sees. Its number is the first line of the output.
      const args = ['-displayfd', '1', '-nolisten', 'tcp']
      const display = spawn(displayServer ?? 'Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] })
      started.unshift(display)
      const [number] = (await once(createInterface(display.stdout), 'line')) as [string]
      env['DISPLAY'] = `:${number}`
    }
    const child = spawn(executable, [...browser.args(profile), url], { stdio: ['ignore', 'pipe', 'ignore'], env })
    started.unshift(child)
    child.stdout.resume()
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${name} ended with ${String(code)} before the page was done.`)
    })
    return await Promise.race([work, ended])
  } finally {
    for (const child of started) {
      // Until the processes that it started have ended too, which share its output and write to the profile.
      if (child.exitCode === null && child.kill()) await once(child, 'close')
    }
    rmSync(profile, { recursive: true, force: true })
  }
}
