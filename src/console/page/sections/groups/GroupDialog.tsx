import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { CreateUserGroupDocument } from '../../../../../generated/operations.ts'
import { confirmed } from '../../data/confirmation.ts'
import { usePagedList } from '../../data/keptLists.ts'
import { useChange } from '../../data/useChange.ts'
import { ChangeDialog } from '../../parts/ChangeDialog.tsx'
import { TextArea } from '../../parts/TextArea.tsx'
import { TextField } from '../../parts/TextField.tsx'
import { cleanText, invisibleIn, isSendable } from '../../parts/typedText.ts'
import { groupWords } from './groupChange.ts'
import { groupColor, groupColors, type GroupColor } from './groupColors.ts'
import { groupList, type Group } from './groupList.ts'
import { useGroupChange } from './useGroupChange.ts'

/** Creates a group, or changes its name, color and description. */
export function GroupDialog({ group, onClose }: { readonly group?: Group; readonly onClose: () => void }) {
  const [, navigate] = useLocation()
  const [name, setName] = useState(group?.name ?? '')
  const [description, setDescription] = useState(group?.description ?? '')
  const [color, setColor] = useState<GroupColor | null>(
    group === undefined ? '9EC5FF' : (groupColor(group.color) ?? null),
  )
  const { rows } = usePagedList(groupList, true)
  const creation = useChange(CreateUserGroupDocument)
  const update = useGroupChange()
  const { isRunning, problem } = group === undefined ? creation : update
  const clean = cleanText(name)
  const isTaken = rows.some((other) => other.id !== group?.id && other.name === clean)
  const isSame =
    group !== undefined &&
    clean === group.name &&
    description === (group.description ?? '') &&
    color === groupColor(group.color)
  const confirm = async (): Promise<void> => {
    if (color === null) return
    const text = description === '' ? null : description
    if (group !== undefined) {
      const changed = (before: string | null, now: string | null): boolean => (before ?? '') !== (now ?? '')
      // What is not changed here may be changed elsewhere in the meantime.
      const isDone = await update.change(
        group.id,
        (before) => ({
          ...before,
          ...(changed(group.name, clean) && { name: clean }),
          ...(changed(group.description, text) && { description: text }),
          ...(groupColor(group.color) !== color && { color }),
        }),
        `Changed the group ${clean}.`,
      )
      if (isDone) onClose()
      return
    }
    const created = await creation.run(
      { name: clean, color, description: text, projectIds: [], userRoles: [] },
      ({ createUserGroupV3 }) => {
        confirmed(createUserGroupV3?.group, 'CreateUserGroup')
        return `Created the group ${clean}.`
      },
    )
    groupList.refresh()
    const id = created?.createUserGroupV3?.group?.id
    if (id === undefined) return
    onClose()
    navigate(`/${encodeURIComponent(id)}`)
  }
  return (
    <ChangeDialog
      title={group === undefined ? 'Create a group' : 'Change the group'}
      action={group === undefined ? 'Create' : 'Save'}
      isRunning={isRunning}
      isReady={isSendable(name) && color !== null && !isTaken && !isSame}
      problem={problem}
      words={groupWords}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        autoComplete="off"
        error={invisibleIn(name) ?? (isTaken ? 'A group with this name exists. Choose another name.' : undefined)}
      />
      <div className="field">
        <span className="field-label" aria-hidden="true">
          Color
        </span>
        <RadioGroup<GroupColor | null> className="swatches" aria-label="Color" value={color} onValueChange={setColor}>
          {(Object.keys(groupColors) as GroupColor[]).map((each) => (
            <Radio.Root
              key={each}
              value={each}
              className="swatch"
              style={{ backgroundColor: `#${each}` }}
              aria-label={groupColors[each]}
              title={groupColors[each]}
            >
              <Radio.Indicator>
                <Check size={16} strokeWidth={3} aria-hidden="true" />
              </Radio.Indicator>
            </Radio.Root>
          ))}
        </RadioGroup>
      </div>
      <TextArea label="Description" value={description} onChange={setDescription} />
      {group === undefined && <p className="field-hint">Members and projects are added on the page of the group.</p>}
    </ChangeDialog>
  )
}
