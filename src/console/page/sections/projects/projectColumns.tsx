import { FolderKanban } from 'lucide-react'
import { Link } from 'wouter'
import type { TableColumn } from '../../parts/DataTable.tsx'
import { MainCell } from '../../parts/MainCell.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { mediaTypeName } from './mediaTypes.ts'
import type { ListedProject } from './projectList.ts'

/** What lists of projects show and export. The description and the id are in the CSV alone. */
export const projectColumns: readonly TableColumn<ListedProject>[] = [
  {
    id: 'name',
    title: 'Project',
    width: 'minmax(0, 2.4fr)',
    isSortable: true,
    csv: ({ name }) => name,
    cell: ({ id, name, description }) => (
      <MainCell
        icon={<FolderKanban size={18} />}
        title={<Link href={`~/projects/${encodeURIComponent(id)}`}>{name ?? id}</Link>}
      >
        {description}
      </MainCell>
    ),
  },
  {
    id: 'allowedMediaType',
    title: 'Media',
    width: 'minmax(0, 1fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ allowedMediaType }) => allowedMediaType,
    cell: ({ allowedMediaType }) => mediaTypeName(allowedMediaType),
  },
  {
    id: 'dataRowCount',
    title: 'Data rows',
    width: 'minmax(0, 0.8fr)',
    from: 'medium',
    isSortable: true,
    csv: ({ dataRowCount }) => dataRowCount,
    cell: ({ dataRowCount }) => dataRowCount?.toLocaleString() ?? <span className="soft">Unknown</span>,
  },
  {
    id: 'lastActivityTime',
    title: 'Last activity',
    width: 'minmax(0, 0.9fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ lastActivityTime }) => isoDate(lastActivityTime),
    cell: ({ lastActivityTime }) => <Moment at={lastActivityTime} />,
  },
  {
    id: 'createdAt',
    title: 'Created',
    width: 'minmax(0, 0.9fr)',
    from: 'wide',
    isSortable: true,
    csv: ({ createdAt }) => isoDate(createdAt),
    cell: ({ createdAt }) => <Moment at={createdAt} none="Unknown" />,
  },
  { id: 'description', title: 'Description', csv: ({ description }) => description },
  { id: 'id', title: 'Id', csv: ({ id }) => id },
]

const isoDate = (at: string | Date | null | undefined): string =>
  at === null || at === undefined ? '' : new Date(at).toISOString()
