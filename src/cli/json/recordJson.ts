import type { Integer } from './integer.ts'

/** The organization of the API key. */
export interface OrganizationName {
  readonly id: string
  readonly name: string | null
}

/** The seats of the plan. Each member and each pending invite takes one. */
export interface SeatsJson {
  readonly limit: Integer | null
  readonly used: Integer | null
  readonly remaining: Integer | null
}

/** A member of the organization. */
export interface MemberJson {
  readonly id: string
  readonly email: string | null
  readonly name: string | null
  /** The name of the role in the organization. Null for people with roles in projects only. */
  readonly role: string | null
  /** Whether the member belongs to an outside workforce. */
  readonly isExternalUser: boolean | null
  /** Null if the member never logged in. */
  readonly lastLoginAt: Date | null
  readonly createdAt: Date | null
}

/** A project. */
export interface ProjectJson {
  readonly id: string
  readonly name: string | null
  readonly description: string | null
  /** The kind of data, such as IMAGE. */
  readonly mediaType: string | null
  readonly dataRowCount: Integer | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
}

/** Someone who can work in a project. */
export interface ProjectMemberJson {
  readonly id: string
  readonly email: string | null
  readonly name: string | null
  /** The name of the role in the project. */
  readonly role: string | null
  /** Where the access comes from, such as ORGANIZATION. */
  readonly accessFrom: string | null
}

/** A tag of projects. */
export interface TagJson {
  readonly id: string
  readonly text: string | null
  /** Hex digits, such as ff8800. */
  readonly color: string | null
}

/** An invite that was sent. */
export interface SentInviteJson {
  /** The id of the invite. Right after sending, Labelbox may give the word invited instead. */
  readonly id: string
  readonly email: string | null
  /** The name of the role in the organization. */
  readonly role: string | null
  readonly createdAt: Date | null
}

/** A pending invite. */
export interface InviteJson extends SentInviteJson {
  /** The projects that the invite offers. A project may have been deleted since. */
  readonly projects: readonly InviteProjectJson[]
}

/** A project that an invite offers. */
export interface InviteProjectJson {
  readonly id: string | null
  /** The name of the role in the project. */
  readonly role: string | null
}

/** A user group. */
export interface GroupJson {
  readonly id: string
  readonly name: string | null
  readonly description: string | null
  readonly color: string | null
  readonly projects: readonly GroupProjectJson[]
  readonly members: readonly GroupMemberJson[]
}

/** A project of a user group. */
export interface GroupProjectJson {
  readonly id: string
  readonly name: string | null
}

/** A member of a user group. */
export interface GroupMemberJson {
  readonly id: string
  readonly email: string | null
  /** The name of the role in the projects of the group. */
  readonly role: string | null
}

/** What Labelbox did with one row of an imported file. */
export interface GroupImportRowJson {
  readonly email: string
  /** The text of Labelbox, such as Added. */
  readonly result: string
  readonly isAdded: boolean
  /** Why the person was not added. */
  readonly error: string | null
}

/** A webhook. */
export interface WebhookJson {
  readonly id: string
  readonly url: string | null
  /** The events that it receives, such as LABEL_CREATED. */
  readonly topics: readonly string[] | null
  /** Such as ACTIVE or INACTIVE. */
  readonly status: string | null
  /** The id of its project. Null for a webhook of the whole organization. */
  readonly project: string | null
  readonly createdAt: Date | null
  readonly updatedAt: Date | null
}

/** A webhook with the user who created it. */
export interface CreatedWebhookJson extends WebhookJson {
  /** Null if Labelbox does not say who it was. */
  readonly creator: WebhookCreatorJson | null
}

/** The user who created a webhook. */
export interface WebhookCreatorJson {
  readonly id: string
  readonly email: string | null
  readonly name: string | null
}

/** Access of Labelbox to cloud storage. */
export interface IntegrationJson {
  readonly id: string
  readonly name: string | null
  /** AWS, GCP or Azure. */
  readonly provider: string | null
  /** The result of the last validation. */
  readonly valid: boolean | null
  readonly lastValidAt: Date | null
  /** Whether it is the default of the organization. */
  readonly isDefault: boolean | null
  readonly createdAt: Date | null
  readonly settings: IntegrationSettingsJson | null
}

/** The settings of an integration: those of its provider. */
export interface IntegrationSettingsJson {
  /** AWS: the role that Labelbox assumes. */
  readonly roleArn?: string | null | undefined
  /** AWS and GCP: the bucket to read. */
  readonly readBucket?: string | null | undefined
  /** GCP: the service account that Labelbox made. */
  readonly serviceAccountEmailId?: string | null | undefined
  /** Azure: the container to read. */
  readonly readContainerUrl?: string | null | undefined
  /** Azure: the tenant. */
  readonly tenantId?: string | null | undefined
  /** Of a provider that this version does not know: the name that its settings have in the API. */
  readonly name?: string | undefined
}

/** One of the checks of an integration. */
export interface IntegrationCheckJson {
  readonly name: string | null
  readonly success: boolean | null
  readonly message: string | null
}

/** An API key, without the key itself. */
export interface KeyJson {
  readonly id: string
  readonly name: string | null
  /** The address of its owner. */
  readonly email: string | null
  /** Whether it belongs to the user of the API key that the command uses. */
  readonly isOwn: boolean
  readonly revoked: boolean | null
  /** Null if Labelbox does not say when it expires. */
  readonly expiresAt: Date | null
  readonly createdAt: Date | null
}

/** A new API key, with the key itself. */
export interface CreatedKeyJson {
  readonly id: string
  readonly name: string
  /** The address of its owner. */
  readonly email: string
  /** The key. It is not shown again. */
  readonly key: string
}
