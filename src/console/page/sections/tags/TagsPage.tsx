import { FolderSearch, Pencil, Tags, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { GetResourceTagsDocument } from '../../../../../generated/operations.ts'
import { wholeList } from '../../data/listSource.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Button } from '../../parts/Button.tsx'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { ListSection } from '../../parts/ListSection.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { tagUse } from '../projects/projectTags.ts'
import { DeleteTagDialog } from './DeleteTagDialog.tsx'
import { TagDialog } from './TagDialog.tsx'
import { progressOf, projectsWith, useTagUse } from './useTagUse.ts'
import type { ResourceTag } from './resourceTag.ts'

/** What opens a dialog: a new tag, or one of the list. */
type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly tag: ResourceTag }

/** The list of tags. */
export function TagsPage() {
  const list = wholeList(useRead(GetResourceTagsDocument, {}), ({ organization }) => organization?.resourceTag ?? [])
  const filters = useListFilters({}, ['text', 'color', 'use'])
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  const [wantsUse, setWantsUse] = useState(false)
  const use = useTagUse(wantsUse)
  const countOf = ({ id }: ResourceTag): number | undefined =>
    use.isComplete ? projectsWith(id, use).length : undefined
  const columns: readonly TableColumn<ResourceTag>[] = [
    {
      id: 'text',
      title: 'Tag',
      width: 'minmax(0, 2fr)',
      isSortable: true,
      csv: ({ text }) => text,
      cell: ({ id, text, color }) => (
        <Link href={`/${encodeURIComponent(id)}`} className="tag-link">
          <TagLabel text={text} color={color} />
        </Link>
      ),
    },
    {
      id: 'color',
      title: 'Color',
      width: 'minmax(0, 1fr)',
      from: 'medium',
      isSortable: true,
      csv: ({ color }) => color,
      cell: ({ color }) => <code className="soft">{color ?? 'None'}</code>,
    },
    {
      id: 'use',
      title: 'Projects',
      width: 'minmax(0, 1fr)',
      from: 'medium',
      isSortable: use.isComplete,
      csv: countOf,
      cell: (tag) => <span className="soft">{countOf(tag)?.toLocaleString() ?? '–'}</span>,
    },
    { id: 'id', title: 'Id', csv: ({ id }) => id },
  ]
  const actions = (tag: ResourceTag): readonly RowAction[] => [
    { label: 'Change', icon: <Pencil size={16} />, onSelect: () => setOpen({ kind: 'change', tag }) },
    {
      label: 'Projects with this tag',
      icon: <FolderSearch size={16} />,
      onSelect: () => navigate(`/${encodeURIComponent(tag.id)}`),
    },
    {
      label: 'Delete',
      icon: <Trash2 size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'delete', tag }),
    },
  ]
  const close = (): void => setOpen(undefined)
  return (
    <>
      <ListSection
        title="Tags"
        nouns={['tag', 'tags']}
        icon={Tags}
        list={
          use.problem === undefined || list.problem !== undefined
            ? list
            : { ...list, problem: use.problem, more: tagUse.start }
        }
        filters={filters}
        searchLabel="Search by text"
        keeps={({ text }) => matches(filters.text, text)}
        orderKeys={{ text: ({ text }) => text, color: ({ color }) => color, use: countOf }}
        columns={columns}
        summary={(tag) => (
          <>
            <code>{tag.color ?? 'No color'}</code>
            {use.isComplete && <span>{countOf(tag)?.toLocaleString()} projects</span>}
          </>
        )}
        rowName={({ id, text }) => text ?? id}
        actions={actions}
        create={{ label: 'Create a tag', onSelect: () => setOpen({ kind: 'create' }) }}
        tools={
          wantsUse ? (
            <span className="soft" aria-live="polite">
              {progressOf(use)}
            </span>
          ) : (
            <Button
              icon={<FolderSearch size={16} aria-hidden="true" />}
              title="Asks Labelbox once for each project"
              onClick={() => setWantsUse(true)}
            >
              Count projects
            </Button>
          )
        }
        empty={{ title: 'There are no tags', text: 'Tags mark projects, in the color that you choose.' }}
      />
      {open?.kind === 'create' && <TagDialog tags={list.rows} onClose={close} />}
      {open?.kind === 'change' && <TagDialog tag={open.tag} tags={list.rows} onClose={close} />}
      {open?.kind === 'delete' && <DeleteTagDialog tag={open.tag} onClose={close} />}
    </>
  )
}
