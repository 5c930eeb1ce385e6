import { useState } from 'react'
import { useLocation } from 'wouter'
import { CreateResourceTagDocument, UpdateResourceTagDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { ColorField } from '../../parts/ColorField.tsx'
import type { ProblemWordsByCode } from '../../parts/problemWords.ts'
import { hexDigits } from '../../parts/readableColor.ts'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { cleanText, invisibleIn, isSendable } from '../../parts/typedText.ts'
import { tagUse } from '../projects/projectTags.ts'
import type { ResourceTag } from './resourceTag.ts'

const words: ProblemWordsByCode = {
  RESOURCE_CONFLICT: { title: 'A tag with this text exists', advice: 'Choose another text, or change that tag.' },
}

/** Creates a tag, or changes one. */
export function TagDialog({
  tag,
  tags,
  onClose,
}: {
  /** Default: a new one. */
  readonly tag?: ResourceTag
  readonly tags: readonly ResourceTag[]
  readonly onClose: () => void
}) {
  const [, navigate] = useLocation()
  const [text, setText] = useState(tag?.text ?? '')
  const [color, setColor] = useState(tag?.color ?? '2b55e0')
  const creation = useChange(CreateResourceTagDocument)
  const update = useChange(UpdateResourceTagDocument)
  const { isRunning, problem } = tag === undefined ? creation : update
  const clean = cleanText(text)
  const digits = hexDigits(color)
  const isTaken = tags.some((other) => other.id !== tag?.id && other.text === clean)
  const isSame = tag !== undefined && clean === tag.text && digits === hexDigits(tag.color)
  const confirm = async (): Promise<void> => {
    if (digits === undefined) return
    const sent = { text: clean, color: digits }
    const done =
      tag === undefined
        ? await creation.run(sent, ({ createResourceTag }) => {
            confirmed(createResourceTag, 'CreateResourceTag')
            return `Created the tag ${clean}.`
          })
        : await update.run({ id: tag.id, ...sent }, ({ updateResourceTag }) => {
            confirmed(updateResourceTag, 'UpdateResourceTag')
            return `Changed the tag ${clean}.`
          })
    if (done === undefined) return
    tagUse.forget()
    onClose()
    // A search could hide the new one.
    if (tag === undefined) navigate('/', { replace: true })
  }
  return (
    <ChangeDialog
      title={tag === undefined ? 'Create a tag' : 'Change the tag'}
      action={tag === undefined ? 'Create' : 'Save'}
      isRunning={isRunning}
      isReady={isSendable(text) && digits !== undefined && !isTaken && !isSame}
      problem={problem}
      words={words}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField
        label="Text"
        value={text}
        onChange={setText}
        autoComplete="off"
        error={invisibleIn(text) ?? (isTaken ? 'A tag with this text exists. Choose another text.' : undefined)}
      />
      <ColorField label="Color" value={color} onChange={setColor} />
      <p>
        <span className="soft">It looks like this:</span>{' '}
        <TagLabel text={clean === '' ? 'Text' : clean} color={digits ?? null} />
      </p>
    </ChangeDialog>
  )
}
