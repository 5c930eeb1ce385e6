import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { commandLine } from '../testing.ts'

const command = commandLine()

it('starts a sandbox, which the other commands reach, and stops it when it is told to', async () => {
  const args = ['sandbox', '--users', '4', '--resource-tags', '7', '--json']
  const child = spawn(process.execPath, [command.main, ...args], { env: command.environment })
  const [stdout, stderr] = [text(child.stdout), text(child.stderr)]
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string]
  const { url, apiKey } = JSON.parse(line) as { url: string; apiKey: string }
  const tags = await command.json(['tags', 'list', '--endpoint', url], { env: { LABELBOX_API_KEY: apiKey } })
  child.kill('SIGTERM')

  const [code] = (await once(child, 'close')) as [number | null]
  expect(tags).toHaveLength(7)
  expect({ code, stderr: await stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(/^Warning: the API key sandbox-key is public[^\n]*\n$/) as string,
  })
  await stdout
})

it.each([
  [['--users', 'many'], 2, '--users takes a whole number'],
  [['--user', '3'], 2, '(Did you mean --users?)'],
  [['--fault', 'explode'], 2, 'kind must be one of'],
  [['--data', '/nonexistent/x.db'], 1, 'there is no folder /nonexistent'],
])('refuses %j', async (args, code, message) => {
  const ended = await command.run(['sandbox', ...args])

  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toContain(message)
})
