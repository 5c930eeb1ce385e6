import { Plus, X } from 'lucide-react'
import { Button } from '../../parts/Button.tsx'
import { Choice } from '../../parts/Choice.tsx'
import { Finder } from '../../parts/Finder.tsx'
import { usePagedList } from '../../data/keptLists.ts'
import { projectsByName } from '../projects/projectList.ts'
import { isNone, useRoles, type KnownRole } from '../members/useRoles.ts'
import type { OfferedRoles } from './offeredRoles.ts'

/** The role in the organization, and with “No organization role” those in projects. */
export function RoleFields({
  value,
  onChange,
}: {
  readonly value: OfferedRoles
  readonly onChange: (value: OfferedRoles) => void
}) {
  const roles = useRoles()
  return (
    <>
      <Choice
        label="Role"
        value={value.role?.id ?? null}
        options={roles.map(({ id, name, description }) => ({
          value: id,
          label: isNone(name) ? 'No organization role' : name,
          hint: isNone(name) ? 'Roles in single projects instead' : (description ?? undefined),
        }))}
        onChange={(id) => onChange({ ...value, role: roles.find((role) => role.id === id) })}
      />
      {value.role !== undefined && isNone(value.role.name) && (
        <ProjectRoleFields value={value} onChange={onChange} roles={roles.filter(({ name }) => !isNone(name))} />
      )}
    </>
  )
}

function ProjectRoleFields({
  value,
  onChange,
  roles,
}: {
  readonly value: OfferedRoles
  readonly onChange: (value: OfferedRoles) => void
  readonly roles: readonly KnownRole[]
}) {
  const projects = usePagedList(projectsByName, true)
  const { projectRoles } = value
  const change = (index: number, changed: Partial<OfferedRoles['projectRoles'][number]>): void =>
    onChange({
      ...value,
      projectRoles: projectRoles.map((each, at) => (at === index ? { ...each, ...changed } : each)),
    })
  const isTaken = (id: string, index: number): boolean =>
    projectRoles.some(({ project }, at) => at !== index && project?.id === id)
  return (
    <fieldset className="project-roles">
      <legend className="field-label">Roles in projects</legend>
      {projectRoles.length === 0 && (
        <p className="field-hint">Without one, this person joins and sees no project until you give a role.</p>
      )}
      {projectRoles.map(({ project, role }, index) => (
        <div className="project-role" key={index}>
          <Finder
            label={`Project ${index + 1}`}
            placeholder="Type a part of its name"
            value={project?.id}
            options={projects.rows
              .filter(({ id }) => !isTaken(id, index))
              .map(({ id, name }) => ({ value: id, label: name ?? id }))}
            onChange={(id) => {
              const found = projects.rows.find((each) => each.id === id)
              change(index, { project: found && { id: found.id, name: found.name ?? found.id } })
            }}
          />
          <Choice
            label={`Role in project ${index + 1}`}
            value={role?.id ?? null}
            options={roles.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(id) => change(index, { role: roles.find((each) => each.id === id) })}
          />
          <Button
            kind="quiet"
            isIconOnly
            icon={<X size={16} aria-hidden="true" />}
            onClick={() => onChange({ ...value, projectRoles: projectRoles.filter((_, at) => at !== index) })}
          >
            Remove project {index + 1}
          </Button>
        </div>
      ))}
      <Button
        icon={<Plus size={16} aria-hidden="true" />}
        onClick={() => onChange({ ...value, projectRoles: [...projectRoles, {}] })}
      >
        Add a project
      </Button>
    </fieldset>
  )
}
