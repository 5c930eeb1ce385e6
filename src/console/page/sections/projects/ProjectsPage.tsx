import { FolderKanban, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { usePagedList } from '../../data/keptLists.ts'
import { matches, useListFilters } from '../../data/useListFilters.ts'
import { ListSection } from '../../parts/ListSection.tsx'
import type { RowAction } from '../../parts/rowActions.ts'
import { DeleteProjectDialog } from './DeleteProjectDialog.tsx'
import { mediaTypeName, mediaTypes } from './mediaTypes.ts'
import { ProjectDialog } from './ProjectDialog.tsx'
import { projectColumns } from './projectColumns.tsx'
import { projectLists, type LastActivity, type ListedProject } from './projectList.ts'

const activities = [
  { value: 'any', label: 'Any last activity' },
  { value: 'month', label: 'In the last 30 days' },
  { value: 'over-90', label: 'Over 90 days ago' },
] as const satisfies readonly { value: LastActivity; label: string }[]

type Open = { readonly kind: 'create' } | { readonly kind: 'change' | 'delete'; readonly project: ListedProject }

/** The list of projects. */
export function ProjectsPage() {
  const filters = useListFilters(
    {
      media: {
        label: 'Media type',
        options: [
          { value: 'any', label: 'Every media type' },
          ...Object.keys(mediaTypes).map((value) => ({ value, label: mediaTypeName(value) })),
        ],
      },
      activity: { label: 'Last activity', options: activities },
    },
    ['name', 'allowedMediaType', 'dataRowCount', 'lastActivityTime', 'createdAt'],
  )
  const { text, chosen, order } = filters
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<Open>()
  const direction = order.isDescending ? 'DESC' : 'ASC'
  const column = order.column as 'name' | 'allowedMediaType' | 'dataRowCount' | 'lastActivityTime' | 'createdAt'
  // The API filters by last activity, and by neither a part of the name nor the media type.
  const isSearched = text.trim() !== '' || chosen.media !== 'any'
  const list = usePagedList(projectLists.of(`${column}_${direction} ${chosen.activity}`), isSearched)
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
      <ListSection
        title="Projects"
        nouns={['project', 'projects']}
        icon={FolderKanban}
        list={list}
        filters={filters}
        searchLabel="Search by name or description"
        keeps={({ name, description, allowedMediaType }) =>
          matches(text, name, description) && (chosen.media === 'any' || allowedMediaType === chosen.media)
        }
        isNarrowed={isSearched}
        columns={projectColumns}
        summary={({ allowedMediaType, dataRowCount }) =>
          `${mediaTypeName(allowedMediaType)}, ${dataRowCount?.toLocaleString() ?? 'unknown'} data rows`
        }
        rowName={({ id, name }) => name ?? id}
        actions={actions}
        create={{ label: 'Create a project', onSelect: () => setOpen({ kind: 'create' }) }}
        empty={{ title: 'There are no projects', text: 'Create one to give people work.' }}
      />
      {open?.kind === 'create' && (
        <ProjectDialog onClose={close} onCreated={(id) => navigate(`/${encodeURIComponent(id)}`)} />
      )}
      {open?.kind === 'change' && <ProjectDialog project={open.project} onClose={close} />}
      {open?.kind === 'delete' && <DeleteProjectDialog project={open.project} onClose={close} />}
    </>
  )
}
