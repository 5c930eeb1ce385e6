// Where the two versions were read:
// v1: `id`, `label`, `project.id` and `dataRow.id`, in a third party's consumer (Diffgram's connector).
// v2: "mimics the export payload" (docs.labelbox.com/reference/webhook). The export's `data_row.id` and
// `projects.<id>.labels[].label_details` are in docs.labelbox.com/reference/export-quick-reference, their dates also in the
// official SDK's tests (data/export/streamable/test_export_video_streamable.py). An export may leave the details out.

/** The fields that every label event has, whatever the version of its payload. */
export interface LabelPayload {
  /**
   * The ids of the labels that the payload names. Version 1 names the label of the event. Version 2 may name every label of
   * the data row; Labelbox does not document which of them the event is about. A deleted label may be missing.
   */
  readonly labelIds: readonly string[]
  /** The ids of the projects that the payload names. Version 2 may name several. */
  readonly projectIds: readonly string[]
  /** The id of the data row; `null` if the payload doesn't have it as text. */
  readonly dataRowId: string | null
}

/**
 * A payload of version 1. Webhooks that the SDK, this package or the web app created send it. Labelbox doesn't document its
 * fields; a third party has observed these. Each is `null` if the payload doesn't have it as text.
 */
export interface LabelPayloadV1 extends LabelPayload {
  readonly payloadVersion: 1
  readonly labelId: string | null
  /** The annotation, as JSON text. */
  readonly label: string | null
  readonly projectId: string | null
}

/**
 * A payload of version 2. Webhooks that were created in the web app for this version send it. Labelbox documents only that
 * it mimics an export, and an export may leave out fields.
 */
export interface LabelPayloadV2 extends LabelPayload {
  readonly payloadVersion: 2
  readonly projects: readonly ExportedProject[]
}

/** A payload of an unknown form. `payload` has the whole; the lists are empty. */
export interface UnknownLabelPayload extends LabelPayload {
  readonly payloadVersion: null
}

/** A project in a payload of version 2. */
export interface ExportedProject {
  readonly id: string
  readonly labels: readonly ExportedLabel[]
}

/** A label in a payload of version 2. A field is `null` if the payload doesn't have it. */
export interface ExportedLabel {
  readonly id: string | null
  readonly createdAt: Date | null
  /** Exports have whole seconds, so two changes may have the same time. */
  readonly updatedAt: Date | null
  /** The whole label with its annotations, as Labelbox sent it. */
  readonly exported: unknown
}

/** Reads the payload of a label event. It accepts any JSON; a value that it can't read is `null`. */
export function readLabelPayload(payload: unknown): LabelPayloadV1 | LabelPayloadV2 | UnknownLabelPayload {
  const dataRow = member(payload, 'data_row')
  const projects = member(payload, 'projects')
  if (isObject(dataRow) || isObject(projects)) return readV2(dataRow, projects)
  const labelId = text(payload, 'id')
  const projectId = text(member(payload, 'project'), 'id')
  const dataRowId = text(member(payload, 'dataRow'), 'id')
  const lists = { labelIds: listOf(labelId), projectIds: listOf(projectId), dataRowId }
  return labelId === null && projectId === null && dataRowId === null
    ? { payloadVersion: null, ...lists }
    : { payloadVersion: 1, ...lists, labelId, label: text(payload, 'label'), projectId }
}

function readV2(dataRow: unknown, given: unknown): LabelPayloadV2 {
  const projects = Object.entries(isObject(given) ? given : {}).map(([id, project]) => {
    const labels = member(project, 'labels')
    return { id, labels: Array.isArray(labels) ? labels.map(readLabel) : [] }
  })
  const labelIds = projects.flatMap(({ labels }) => labels.flatMap(({ id }) => listOf(id)))
  return {
    payloadVersion: 2,
    labelIds: [...new Set(labelIds)],
    projectIds: projects.map(({ id }) => id),
    dataRowId: text(dataRow, 'id'),
    projects,
  }
}

function readLabel(exported: unknown): ExportedLabel {
  const details = member(exported, 'label_details')
  const [createdAt, updatedAt] = [date(details, 'created_at'), date(details, 'updated_at')]
  return { id: text(exported, 'id'), createdAt, updatedAt, exported }
}

const listOf = (id: string | null): readonly string[] => (id === null ? [] : [id])

/** An object other than an array. Not of `core/guards`, which loads the errors of the client. */
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const member = (value: unknown, name: string): unknown =>
  isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined

/** Returns a member that is text, and not empty; `null` for anything else. */
function text(value: unknown, name: string): string | null {
  const found = member(value, name)
  return typeof found === 'string' && found !== '' ? found : null
}

/** Returns a member that is a date in ISO 8601; `null` for anything else. */
function date(value: unknown, name: string): Date | null {
  const found = text(value, name)
  const time = found !== null && /^\d{4}-\d\d-\d\dT/.test(found) ? Date.parse(found) : Number.NaN
  return Number.isNaN(time) ? null : new Date(time)
}
