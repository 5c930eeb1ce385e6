import { FileUp, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { isLabelboxError } from '../../../../../core/errors.ts'
import { Button } from '../../../parts/Button.tsx'
import { TextArea } from '../../../parts/TextArea.tsx'
import { chosenRoles, type OfferedRoles } from '../offeredRoles.ts'
import { RoleFields } from '../RoleFields.tsx'
import { maxBytes, readListFile, readListText, type ListRow } from './inviteListText.ts'

/** What the rows are read from. */
export interface InviteListInput {
  readonly text: string
  /** Goes before the text. */
  readonly file: File | undefined
}

/** Reads a list, with the role of rows that have none. */
export function InviteListForm({
  input,
  onInput,
  roles,
  onRoles,
  checking,
  onCheck,
  onStop,
}: {
  readonly input: InviteListInput
  readonly onInput: (input: InviteListInput) => void
  readonly roles: OfferedRoles
  readonly onRoles: (roles: OfferedRoles) => void
  readonly checking: { readonly done: number; readonly total: number } | undefined
  readonly onCheck: (list: readonly ListRow[]) => void
  readonly onStop: () => void
}) {
  const chooser = useRef<HTMLInputElement>(null)
  const [mistake, setMistake] = useState<string>()
  const [isOver, setIsOver] = useState(false)
  const choose = (file: File | undefined): void => {
    setMistake(undefined)
    onInput({ ...input, file })
  }
  const isChecking = checking !== undefined

  const check = async (): Promise<void> => {
    if (isChecking) return
    setMistake(undefined)
    const { file, text } = input
    if (file !== undefined && file.size > maxBytes) {
      setMistake('The file is larger than 5 MB. Send it with the command: labelbox-org invites send --from.')
      return
    }
    try {
      const list = file === undefined ? await readListText(text) : await readListFile(file)
      if (list.length === 0) setMistake('The list is empty.')
      else if (
        chosenRoles(roles) === undefined &&
        list.some(({ role, problem }) => role === undefined && problem === undefined)
      )
        setMistake('Choose the role for rows that have none, and complete each project.')
      else onCheck(list)
    } catch (error) {
      if (!isLabelboxError(error)) throw error
      setMistake(error.message)
    }
  }

  return (
    <form
      className="card invite-list-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void check()
      }}
    >
      <div
        className={`drop-area${isOver ? ' drop-area-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault()
          setIsOver(true)
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setIsOver(false)
          choose(event.dataTransfer.files[0])
        }}
      >
        {input.file === undefined ? (
          <TextArea
            label="Addresses"
            rows={8}
            value={input.text}
            onChange={(text) => {
              setMistake(undefined)
              onInput({ ...input, text })
            }}
          />
        ) : (
          <p className="chosen-file">
            <strong>{input.file.name}</strong>
            <Button kind="quiet" isIconOnly icon={<X size={16} aria-hidden="true" />} onClick={() => choose(undefined)}>
              Remove the file
            </Button>
          </p>
        )}
        <p className="field-hint">
          One per line, or with commas or semicolons between them; names are allowed: Ada Lovelace
          &lt;ada@example.com&gt;. A CSV or TSV file needs a header with the column email; role, projectRoles and groups
          are read too, as the command reads them.
        </p>
        <div>
          <input
            ref={chooser}
            type="file"
            className="visually-hidden"
            aria-label="File with addresses"
            tabIndex={-1}
            accept=".csv,.tsv,.txt,.jsonl,.ndjson,text/csv,text/plain,text/tab-separated-values"
            onChange={({ target }) => {
              choose(target.files?.[0])
              target.value = ''
            }}
          />
          <Button icon={<FileUp size={16} aria-hidden="true" />} onClick={() => chooser.current?.click()}>
            Choose a file
          </Button>
        </div>
      </div>
      <RoleFields value={roles} onChange={onRoles} />
      {mistake !== undefined && (
        <p className="field-error" role="alert">
          {mistake}
        </p>
      )}
      <div className="dialog-actions">
        {isChecking && <Button onClick={onStop}>Stop checking</Button>}
        <Button type="submit" kind="primary" isBusy={isChecking}>
          {isChecking ? 'Checking' : 'Check the list'}
        </Button>
      </div>
    </form>
  )
}
