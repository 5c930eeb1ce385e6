import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { Labelbox } from 'labelbox-org'
import { expect, it } from 'vitest'
import { commandLine, onTerminal, type Dialogue } from './testing.ts'

const command = commandLine({ users: 4 })
const grace = 'grace.hopper.2@example.com'

const terminal = (args: readonly string[], dialogue: Dialogue = [], env: Readonly<Record<string, string>> = {}) =>
  onTerminal([command.main, ...args], { ...command.environment, ...env }, dialogue)

it('asks for the key where there is none, and does not show it', async () => {
  const { code, seen } = await terminal(['whoami'], [['API key for http', `${command.sandbox.apiKey}\r`]], {
    LABELBOX_API_KEY: '',
  })

  expect(seen).toContain('ada.lovelace.1@example.com')
  expect(seen).not.toContain(command.sandbox.apiKey)
  expect(code).toBe(0)
})

it('asks before it removes somebody, and takes Enter for a no', async () => {
  const question = `Remove ${grace} (Team Manager) from the organization?`
  const no = await terminal(['members', 'remove', grace], [[question, '\r']])
  expect(no.seen).toContain('Nothing was changed.')
  expect(no.code).toBe(3)

  const interrupted = await terminal(['members', 'remove', grace], [[question, '\u0003']])
  expect(interrupted.seen).toContain('Interrupted. Nothing was changed.')
  expect(interrupted.code).toBe(130)
  expect(await command.json(['members', 'list'])).toHaveLength(4)

  const yes = await terminal(['members', 'remove', grace], [[question, 'y']])
  expect(yes.seen).toContain(`${grace} is removed from the organization.`)
  expect(yes.code).toBe(0)
  expect(await command.json(['members', 'list'])).toHaveLength(3)
})

it('cancels the invites that it has shown, and none that came while it asked', async () => {
  const email = 'twice@example.com'
  const { url: endpoint, apiKey } = command.sandbox
  const organization = await new Labelbox({ endpoint, apiKey }).getOrganization()
  const invite = () => organization.inviteUser({ email, role: 'LABELER' }, { ifInvited: 'send' })
  await invite()
  const answer = async () => {
    await invite()
    return 'y'
  }

  const { code, seen } = await terminal(
    ['invites', 'cancel', email],
    [[`Cancel the invite of ${email} as Labeler?`, answer]],
  )

  expect(code).toBe(0)
  expect(seen).toContain(`Cancelled: ${email} as Labeler.`)
  const left = (await command.json(['invites', 'list'])) as readonly { readonly email: string }[]
  expect(left.filter((invite) => invite.email === email)).toHaveLength(1)
})

it('has colours on a terminal, and elsewhere only where they are asked for', async () => {
  const bold = '\u001b[1mADDRESS'
  const args = ['members', 'list']

  expect((await terminal(args)).seen).toContain(bold)
  const without = await terminal(args, [], { NO_COLOR: '1' })
  expect(without.seen).toContain('ADDRESS')
  expect(without.seen).not.toContain('\u001b')
  expect((await command.run(args)).stdout).not.toContain('\u001b')
  const env = { ...command.environment, FORCE_COLOR: '1' } as Record<string, string>
  expect((await command.run(args, { env })).stdout).toContain(bold)
  expect((await command.run([...args, '--json'], { env })).stdout).not.toContain('\u001b')
})

it('ends the call when it is interrupted, and says what is known', async () => {
  command.sandbox.setFaults([{ kind: 'hang', processed: true, operationName: 'CreateResourceTag' }])
  const args = ['tags', 'create', 'held up', '--color', 'ff0000', '--json']
  const child = spawn(process.execPath, [command.main, ...args], { env: command.environment })
  const stderr = text(child.stderr)
  const closed = once(child, 'close')
  const isUnderWay = () => command.sandbox.received.some(({ operationName }) => operationName === 'CreateResourceTag')
  while (!isUnderWay()) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGINT')

  const [code] = (await closed) as [number | null]
  command.sandbox.setFaults([])
  const [note, failure] = (await stderr).trimEnd().split('\n')
  expect(code).toBe(130)
  expect(note).toContain('Interrupted')
  expect(JSON.parse(failure ?? '')).toMatchObject({ error: { code: 'ABORTED', exitCode: 130, mayHaveRun: true } })
})

it('is content with a reader that has seen enough', async () => {
  const child = spawn(process.execPath, [command.main, 'members', 'list'], { env: command.environment })
  child.stdout.destroy()

  const [[code], stderr] = await Promise.all([once(child, 'close') as Promise<[number]>, text(child.stderr)])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})
