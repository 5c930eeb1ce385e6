import { FolderOpen, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { GetResourceTagsDocument } from '../../../../../generated/operations.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { useRead } from '../../data/useRead.ts'
import { Button } from '../../parts/Button.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { ExportButton } from '../../parts/ExportButton.tsx'
import { Fact, Facts } from '../../parts/Facts.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { projectColumns } from '../projects/projectColumns.tsx'
import { tagUse } from '../projects/projectTags.ts'
import { DeleteTagDialog } from './DeleteTagDialog.tsx'
import { TagDialog } from './TagDialog.tsx'
import { progressOf, projectsWith, useTagUse } from './useTagUse.ts'

const back = { href: '/', title: 'Tags' }

/** One tag, and the projects that have it. */
export function TagPage({ id }: { readonly id: string }) {
  const { data, problem, isLoading, refresh } = useRead(GetResourceTagsDocument, {})
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<'change' | 'delete'>()
  const use = useTagUse(true)
  const showsSkeleton = useDelayed(isLoading)
  const tags = data?.organization?.resourceTag ?? []
  const tag = tags.find((each) => each.id === id)
  const close = (): void => setOpen(undefined)
  if (tag === undefined || showsSkeleton) {
    return (
      <>
        <PageHeader title="Tag" back={back} />
        {showsSkeleton && <Skeleton lines={5} />}
        {problem !== undefined && <Problem problem={problem} onRetry={refresh} />}
        {data !== undefined && problem === undefined && <EmptyState title="There is no such tag" />}
      </>
    )
  }
  const found = projectsWith(id, use)
  return (
    <>
      <PageHeader
        key={tag.id}
        title={tag.text ?? 'Tag'}
        back={back}
        actions={
          <>
            <Button icon={<Pencil size={16} aria-hidden="true" />} onClick={() => setOpen('change')}>
              Change
            </Button>
            <Button kind="danger" icon={<Trash2 size={16} aria-hidden="true" />} onClick={() => setOpen('delete')}>
              Delete
            </Button>
          </>
        }
      >
        <TagLabel text={tag.text} color={tag.color} />
      </PageHeader>
      <section className="card" aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <Facts>
          <Fact title="Color">
            <code>{tag.color ?? 'None'}</code>
          </Fact>
          <Fact title="Id" isLong>
            <code>{tag.id}</code>
            <CopyButton text={tag.id} what="id" />
          </Fact>
        </Facts>
      </section>
      <section className="card" aria-labelledby="use">
        <div className="card-head">
          <h2 id="use">Projects with this tag</h2>
          <ExportButton name={`projects with ${tag.text ?? tag.id}`} columns={projectColumns} rows={found} />
        </div>
        <p className="soft" aria-live="polite">
          {progressOf(use)}
        </p>
        {use.problem !== undefined && <Problem problem={use.problem} onRetry={tagUse.start} />}
        {use.isComplete && found.length === 0 && (
          <EmptyState icon={<FolderOpen size={28} />} title="No project has this tag" />
        )}
        {found.length > 0 && (
          <ul className="access-list">
            {found.map((project) => (
              <li key={project.id}>
                <Link href={`~/projects/${encodeURIComponent(project.id)}`}>{project.name ?? project.id}</Link>
              </li>
            ))}
          </ul>
        )}
      </section>
      {open === 'change' && <TagDialog tag={tag} tags={tags} onClose={close} />}
      {open === 'delete' && <DeleteTagDialog tag={tag} onClose={close} onDeleted={() => navigate('/')} />}
    </>
  )
}
