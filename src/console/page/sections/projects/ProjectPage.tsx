import { Pencil, Tags, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { GetProjectDocument, GetProjectTagsDocument } from '../../../../../generated/operations.ts'
import { useDelayed } from '../../data/useDelayed.ts'
import { useRead } from '../../data/useRead.ts'
import { Button } from '../../parts/Button.tsx'
import { CopyButton } from '../../parts/CopyButton.tsx'
import { EmptyState } from '../../parts/EmptyState.tsx'
import { Fact, Facts } from '../../parts/Facts.tsx'
import { Moment } from '../../parts/Moment.tsx'
import { PageHeader } from '../../parts/PageHeader.tsx'
import { Problem } from '../../parts/Problem.tsx'
import { Skeleton } from '../../parts/Skeleton.tsx'
import { TagLabel } from '../../parts/TagLabel.tsx'
import { DeleteProjectDialog } from './DeleteProjectDialog.tsx'
import { mediaTypeName } from './mediaTypes.ts'
import { ProjectDialog } from './ProjectDialog.tsx'
import { ProjectInvites } from './ProjectInvites.tsx'
import { ProjectMembers } from './ProjectMembers.tsx'
import { ProjectTagsDialog } from './ProjectTagsDialog.tsx'

const back = { href: '/', title: 'Projects' }

/** One project: facts, tags, and its members or pending invites. */
export function ProjectPage({ id, tab }: { readonly id: string; readonly tab: 'members' | 'invites' }) {
  const [isPaused, setIsPaused] = useState(false)
  const { data, problem, isLoading, refresh } = useRead(GetProjectDocument, { id }, { isPaused })
  const tagsRead = useRead(GetProjectTagsDocument, { id }, { isPaused })
  const [, navigate] = useLocation()
  const [open, setOpen] = useState<'change' | 'delete' | 'tags'>()
  const showsSkeleton = useDelayed(isLoading)
  const project = data?.project
  const close = (): void => setOpen(undefined)
  if (project === undefined || project === null || showsSkeleton) {
    return (
      <>
        <PageHeader title="Project" back={back} />
        {showsSkeleton && <Skeleton lines={5} />}
        {problem !== undefined && <Problem problem={problem} onRetry={refresh} />}
        {project === null && problem === undefined && <EmptyState title="There is no such project" />}
      </>
    )
  }
  const tags = tagsRead.data?.project?.resourceTags
  const base = `/${encodeURIComponent(id)}`
  const tabs = [
    ['members', base, 'Members'],
    ['invites', `${base}/invites`, 'Pending invites'],
  ] as const
  return (
    <>
      <PageHeader
        key={project.id}
        title={project.name ?? 'Project'}
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
        {project.description ?? undefined}
      </PageHeader>
      <section className="card" aria-labelledby="facts">
        <h2 id="facts">Facts</h2>
        <Facts>
          <Fact title="Media">{mediaTypeName(project.allowedMediaType)}</Fact>
          <Fact title="Data rows">{project.dataRowCount?.toLocaleString() ?? 'Unknown'}</Fact>
          <Fact title="Last activity">
            <Moment at={project.lastActivityTime} />
          </Fact>
          <Fact title="Created">
            <Moment at={project.createdAt} none="Unknown" />
          </Fact>
          <Fact title="Id" isLong>
            <code>{project.id}</code>
            <CopyButton text={project.id} what="id" />
          </Fact>
        </Facts>
      </section>
      <section className="card" aria-labelledby="tags">
        <div className="card-head">
          <h2 id="tags">Tags</h2>
          <Button
            icon={<Tags size={16} aria-hidden="true" />}
            disabled={tags === undefined}
            onClick={() => setOpen('tags')}
          >
            Set the tags
          </Button>
        </div>
        {tagsRead.problem !== undefined ? (
          <Problem problem={tagsRead.problem} onRetry={tagsRead.refresh} />
        ) : (
          <div className="tag-labels">
            {tags?.length === 0 && <span className="soft">This project has no tags.</span>}
            {tags?.map(({ id: tagId, text, color }) => (
              <Link key={tagId} href={`~/tags/${encodeURIComponent(tagId)}`} className="tag-link">
                <TagLabel text={text} color={color} />
              </Link>
            ))}
          </div>
        )}
      </section>
      <nav className="tabs" aria-label="People">
        {tabs.map(([name, href, title]) => (
          <Link
            key={name}
            href={href}
            replace
            className={`tab${name === tab ? ' tab-current' : ''}`}
            aria-current={name === tab ? 'page' : undefined}
          >
            {title}
          </Link>
        ))}
      </nav>
      {tab === 'members' ? <ProjectMembers project={project} /> : <ProjectInvites project={project} />}
      {open === 'change' && <ProjectDialog project={project} onClose={close} />}
      {open === 'delete' && (
        <DeleteProjectDialog
          project={project}
          onClose={close}
          onDeleting={setIsPaused}
          onDeleted={() => navigate('/')}
        />
      )}
      {open === 'tags' && tags && <ProjectTagsDialog project={project} tags={tags} onClose={close} />}
    </>
  )
}
