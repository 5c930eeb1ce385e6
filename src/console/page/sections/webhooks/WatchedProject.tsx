import { Link } from 'wouter'
import { GetProjectDocument } from '../../../../../generated/operations.ts'
import { useRead } from '../../data/useRead.ts'

/** The name of the project that a webhook watches: the list has its id alone. */
export function WatchedProject({ id }: { readonly id: string }) {
  const { data, problem } = useRead(GetProjectDocument, { id })
  if (problem !== undefined) return <>{problem.code === 'RESOURCE_NOT_FOUND' ? 'A deleted project' : 'A project'}</>
  return <Link href={`~/projects/${encodeURIComponent(id)}`}>{data?.project?.name ?? 'A project'}</Link>
}
