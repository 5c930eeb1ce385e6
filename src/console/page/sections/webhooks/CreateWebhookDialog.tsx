import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import {
  CreateProjectWebhookDocument,
  CreateWebhookDocument,
  type WebhookTopic,
} from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { usePagedList } from '../../data/keptLists.ts'
import { useChange } from '../../data/useChange.ts'
import { Button } from '../../parts/Button.tsx'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { Finder } from '../../parts/Finder.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { projectsByName } from '../projects/projectList.ts'
import { TopicList } from './TopicList.tsx'
import { parse, problemOfAddress } from './webhookAddress.ts'
import { webhookList } from './webhookList.ts'

/** Creates a webhook. The secret is sent once and shown nowhere. */
export function CreateWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const [url, setUrl] = useState('')
  const [topics, setTopics] = useState<readonly WebhookTopic[]>(['LABEL_CREATED'])
  const [scope, setScope] = useState<'organization' | 'project'>('organization')
  const [projectId, setProjectId] = useState<string>()
  const [secret, setSecret] = useState('')
  const ofOrganization = useChange(CreateWebhookDocument)
  const ofProject = useChange(CreateProjectWebhookDocument)
  const { isRunning, problem } = scope === 'organization' ? ofOrganization : ofProject
  const address = problemOfAddress(url)
  const confirm = async (): Promise<void> => {
    const sent = { url: url.trim(), topics, secret }
    const done = ({ createWebhook }: { readonly createWebhook: object | null }): string => {
      confirmed(createWebhook, 'CreateWebhook')
      return `Created a webhook to ${parse(url)?.host ?? 'your server'}.`
    }
    const created =
      scope === 'organization'
        ? await ofOrganization.run(sent, done)
        : await ofProject.run({ ...sent, projectId: projectId ?? '' }, done)
    webhookList.refresh()
    if (created !== undefined) onClose()
  }
  return (
    <ChangeDialog
      title="Create a webhook"
      action="Create"
      isRunning={isRunning}
      isReady={
        url.trim() !== '' &&
        address === undefined &&
        topics.length > 0 &&
        secret.trim() !== '' &&
        (scope === 'organization' || projectId !== undefined)
      }
      problem={problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        autoComplete="off"
        value={url}
        onChange={setUrl}
        hint="The URL of your server that receives the events, over https."
        error={address}
      />
      <TopicList present={[]} values={topics} onChange={setTopics} />
      <Choice
        label="Watches"
        value={scope}
        options={[
          { value: 'organization', label: 'The whole organization' },
          { value: 'project', label: 'One project' },
        ]}
        onChange={setScope}
      />
      {scope === 'project' && <ProjectFinder value={projectId} onChange={setProjectId} />}
      <div className="field-row">
        <TextField
          label="Secret"
          type="password"
          autoComplete="new-password"
          value={secret}
          onChange={setSecret}
          spellCheck={false}
        />
        <Button icon={<KeyRound size={16} aria-hidden="true" />} onClick={() => setSecret(randomSecret())}>
          Generate
        </Button>
        {secret !== '' && <CopyButton text={secret} what="secret" />}
      </div>
      <p className="field-hint">
        It signs the deliveries. Copy it to your server now: Labelbox never returns it, and it can’t be changed later.
      </p>
    </ChangeDialog>
  )
}

function ProjectFinder({
  value,
  onChange,
}: {
  readonly value: string | undefined
  readonly onChange: (id: string | undefined) => void
}) {
  const { rows, isComplete } = usePagedList(projectsByName, true)
  return (
    <Finder
      label="Project"
      placeholder="Type a part of the name"
      options={rows.map(({ id, name }) => ({ value: id, label: name ?? id }))}
      value={value}
      onChange={onChange}
      status={isComplete ? undefined : `Read ${rows.length.toLocaleString()} projects so far.`}
    />
  )
}

/** 32 random bytes, as text that fits in any configuration. */
const randomSecret = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => byte.toString(16).padStart(2, '0')).join('')
