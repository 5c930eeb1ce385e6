import { FolderKanban, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { DataTable } from '../../parts/DataTable.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { ListCount } from '../../parts/ListCount.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { RowMenu } from '../../parts/RowMenu.tsx'
import { SearchInput } from '../../parts/SearchInput.tsx'
import { DeleteProjectDialog } from './DeleteProjectDialog.tsx'
import { mediaTypeName, mediaTypes } from './mediaTypes.ts'
import { ProjectDialog } from './ProjectDialog.tsx'
import { projectColumns } from './projectColumns.tsx'
import { projectLists, type LastActivity, type ListedProject } from './projectList.ts'

const everyMedia = ['any', ...(Object.keys(mediaTypes) as (keyof typeof mediaTypes)[])] as const

const activities = [
  { value: 'any', label: 'Any last activity' },
  { value: 'month', label: 'In the last 30 days' },
  { value: 'over-90', label: 'Over 90 days ago' },
] as const satisfies readonly { value: LastActivity; label: string }[]

type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly project: ListedProject }

/** The list of projects. */
export function ProjectsPage() {
  const filters = useListFilters({ activity: ['any', 'month', 'over-90'], media: everyMedia }, [
    'name',
    'allowedMediaType',
    'dataRowCount',
    'lastActivityTime',
    'createdAt',
  ])
  const { text, chosen, order } = filters
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  const direction = order.isDescending ? 'DESC' : 'ASC'
  const column = order.column as 'name' | 'allowedMediaType' | 'dataRowCount' | 'lastActivityTime' | 'createdAt'
  const list = projectLists.of(`${column}_${direction} ${chosen.activity}`)
  // The API filters by last activity, and by neither a part of the name nor the media type.
  const isSearched = text.trim() !== '' || chosen.media !== 'any'
  const { rows, isComplete, isLoading, problem } = usePagedList(list, isSearched)
  const found = (all: readonly ListedProject[]): readonly ListedProject[] =>
    all.filter(
      ({ name, description, allowedMediaType }) =>
        matches(text, name, description) && (chosen.media === 'any' || allowedMediaType === chosen.media),
    )
  const shown = found(rows)
  const actions = (project: ListedProject): readonly RowAction[] => [
    {
      label: 'Members and tags',
      icon: <FolderKanban size={16} />,
      onSelect: () => navigate(`/${encodeURIComponent(project.id)}`),
    },
    { label: 'Change', icon: <Pencil size={16} />, onSelect: () => setOpen({ kind: 'change', project }) },
    {
      label: 'Delete',
      icon: <Trash2 size={16} />,
      isDangerous: true,
      onSelect: () => setOpen({ kind: 'delete', project }),
    },
  ]
  const close = (): void => setOpen(undefined)
  return (
    <>
      <PageHeader
        title="Projects"
        actions={
          <>
            <ExportButton name="projects" columns={projectColumns} rows={async () => found(await list.all())} />
            <Button
              kind="primary"
              icon={<Plus size={16} aria-hidden="true" />}
              onClick={() => setOpen({ kind: 'create' })}
            >
              Create a project
            </Button>
          </>
        }
      >
        <ListCount
          nouns={['project', 'projects']}
          shown={shown.length}
          read={rows.length}
          isComplete={isComplete}
          isNarrowed={isSearched}
        />
      </PageHeader>
      <div className="toolbar" role="search">
        <SearchInput label="Search by name or description" value={text} onChange={filters.search} />
        <Choice
          label="Media type"
          isLabelHidden
          value={chosen.media}
          options={everyMedia.map((value) => ({
            value,
            label: value === 'any' ? 'Every media type' : mediaTypeName(value),
          }))}
          onChange={(media) => filters.choose({ media })}
        />
        <Choice
          label="Last activity"
          isLabelHidden
          value={chosen.activity}
          options={activities}
          onChange={(activity) => filters.choose({ activity })}
        />
        {filters.isNarrowed && (
          <Button kind="quiet" onClick={filters.clear}>
            Clear
          </Button>
        )}
      </div>
      <DataTable
        label="Projects"
        rows={shown}
        columns={projectColumns.filter(({ id }) => id !== 'id' && id !== 'description')}
        rowKey={({ id }) => id}
        order={order}
        onOrder={filters.orderBy}
        isLoading={isLoading}
        isComplete={isComplete}
        onEnd={list.loadMore}
        problem={problem}
        onRetry={list.loadMore}
        summary={({ allowedMediaType, dataRowCount }) =>
          `${mediaTypeName(allowedMediaType)}, ${dataRowCount?.toLocaleString() ?? 'unknown'} data rows`
        }
        actions={(project) => (
          <RowMenu label={`Actions for ${project.name ?? project.id}`} actions={actions(project)} />
        )}
        empty={
          filters.isNarrowed ? (
            <EmptyState icon={<FolderKanban size={28} />} title="No project matches">
              <Button onClick={filters.clear}>Clear the filters</Button>
            </EmptyState>
          ) : (
            <EmptyState icon={<FolderKanban size={28} />} title="There are no projects">
              Create one to give people work.
            </EmptyState>
          )
        }
      />
      {open?.kind === 'create' && (
        <ProjectDialog onClose={close} onCreated={(id) => navigate(`/${encodeURIComponent(id)}`)} />
      )}
      {open?.kind === 'change' && <ProjectDialog project={open.project} onClose={close} />}
      {open?.kind === 'delete' && <DeleteProjectDialog project={open.project} onClose={close} />}
    </>
  )
}
