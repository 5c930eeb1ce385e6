import { expect, it } from 'vitest'
import { commandLine } from '../testing.ts'

const command = commandLine()

it.each([
  [['--users', 'many'], 2, '--users takes a whole number'],
  [['--user', '3'], 2, '(Did you mean --users?)'],
  [['--fault', 'explode'], 2, 'kind must be one of'],
  [['--data', '/nonexistent/x.db'], 1, 'there is no folder /nonexistent'],
])('refuses %j with exit code %i', async (args, code, message) => {
  const ended = await command.run(['sandbox', ...args])

  expect(ended).toMatchObject({ code, stdout: '' })
  expect(ended.stderr).toContain(message)
})
