import { FolderSearch, Pencil, Plus, Tags, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { GetResourceTagsDocument, type ResourceTagFragment } from '../../../../../generated/operations.ts'
import { matches, ordered, useListFilters } from '../../data/useListFilters.ts'
import { useRead } from '../../data/useRead.ts'
import { Button } from '../../parts/Button.tsx'
import { DataTable, type TableColumn } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { tagUse } from '../projects/projectTags.ts'
import { DeleteTagDialog } from './DeleteTagDialog.tsx'
import { TagDialog } from './TagDialog.tsx'
import { progressOf, projectsWith, useTagUse } from './useTagUse.ts'

/** What opens a dialog: a new tag, or one of the list. */
type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly tag: ResourceTagFragment }

/** The list of tags. */
export function TagsPage() {
  const { data, problem, isLoading, refresh } = useRead(GetResourceTagsDocument, {})
  const filters = useListFilters({}, ['text', 'color', 'use'])
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  const [wantsUse, setWantsUse] = useState(false)
  const use = useTagUse(wantsUse)
  const tags = data?.organization?.resourceTag ?? []
  const countOf = ({ id }: ResourceTagFragment): number | undefined =>
    use.isComplete ? projectsWith(id, use).length : undefined
  const found = tags.filter(({ text }) => matches(filters.text, text))
  const shown = ordered(found, filters.order, {
    text: ({ text }) => text,
    color: ({ color }) => color,
    use: countOf,
  })
  const columns: readonly TableColumn<ResourceTagFragment>[] = [
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
    { id: 'id', title: 'Id', csv: ({ id }) => id, cell: () => null },
  ]
  const actions = (tag: ResourceTagFragment): readonly RowAction[] => [
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
      <PageHeader
        title="Tags"
        actions={
          <>
            <ExportButton name="tags" columns={columns} rows={shown} />
            <Button
              kind="primary"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'create' })}
            >
              Create a tag
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['tag', 'tags']}
          shown={shown.length}
          read={tags.length}
          isComplete={data !== undefined}
          isNarrowed={filters.isNarrowed}
        />
      </PageHeader>
      <div className="toolbar" role="search">
        <SearchInput label="Search by text" value={filters.text} onChange={filters.search} />
        {wantsUse ? (
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
        )}
      </div>
      <DataTable
        label="Tags"
        rows={shown}
        columns={columns.filter(({ id }) => id !== 'id')}
        rowKey={({ id }) => id}
        order={filters.order}
        onOrder={filters.orderBy}
        isLoading={isLoading}
        isComplete={data !== undefined}
        problem={problem ?? use.problem}
        onRetry={use.problem === undefined ? refresh : tagUse.start}
        summary={(tag) => (
          <>
            <code>{tag.color ?? 'No color'}</code>
            {use.isComplete && <span>{countOf(tag)?.toLocaleString()} projects</span>}
          </>
        )}
        actions={(tag) => <RowMenu label={`Actions for ${tag.text ?? tag.id}`} actions={actions(tag)} />}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<Tags size={28} />} title="No tag matches">
              <Button onClick={filters.clear}>Clear the search</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<Tags size={28} />} title="There are no tags">
              Tags mark projects, in the color that you choose.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'create' && <TagDialog tags={tags} onClose={close} />}
      {open?.kind === 'change' && <TagDialog tag={open.tag} tags={tags} onClose={close} />}
      {open?.kind === 'delete' && <DeleteTagDialog tag={open.tag} onClose={close} />}
    </>
  )
}
