import type { RequestOptions } from '../../core/callOptions.ts'
import type { ProjectReference } from '../projects/projects.ts'

/** Another organization that a project is shared with. */
export interface SharedOrganization {
  readonly id: string
  readonly name: string | null
}

/**
 * Unproven methods: they send what other clients of Labelbox send, and nobody has seen them work. Labelbox's own SDK has
 * none of them. A minor version may change or remove them.
 *
 * The sources disagree on the endpoint. A method sends its request to `/graphql` first. If that endpoint refuses the
 * document, nothing has changed, and the client sends it to `/_gql`. The client remembers which endpoint accepted it.
 *
 * A proxy for pages (`labelbox-org/proxy`) refuses these methods, because their documents are written at run time.
 */
export interface ExperimentalMethods {
  /**
   * Shares a project with another organization. Unproven. Operation: `ShareProject`, with the mutation
   * `shareProjectWithExternalOrganization`.
   *
   * Labelbox does not document what members of the other organization can then do.
   *
   * @param project - A record, an id or a name.
   * @param organizationId - The id of the other organization.
   * @returns The organizations that the project is shared with afterwards.
   * @throws LabelboxError `INVALID_QUERY` if both endpoints refuse the document; `INCONSISTENT_RESPONSE` if the project is not
   * shared with that organization afterwards.
   * @example
   * await organization.experimental.shareProject('Street signs', partnerId)
   */
  shareProject(
    project: ProjectReference,
    organizationId: string,
    options?: RequestOptions,
  ): Promise<readonly SharedOrganization[]>
  /**
   * Ends the sharing of a project with another organization. Unproven. Operation: `UnshareProject`, with the mutation
   * `unshareProjectWithExternalOrganization`.
   *
   * @param project - A record, an id or a name.
   * @param organizationId - The id of the other organization.
   * @returns The organizations that the project is still shared with.
   * @throws LabelboxError `INVALID_QUERY` if both endpoints refuse the document; `INCONSISTENT_RESPONSE` if the project is
   * still shared with that organization.
   * @example
   * await organization.experimental.unshareProject('Street signs', partnerId)
   */
  unshareProject(
    project: ProjectReference,
    organizationId: string,
    options?: RequestOptions,
  ): Promise<readonly SharedOrganization[]>
  /**
   * Returns the other organizations that a project is shared with. Unproven. Operation: `GetProjectOrganizations`, with the
   * field `sharedWithOrganizations` of a project.
   *
   * @param project - A record, an id or a name.
   * @throws LabelboxError `INVALID_QUERY` if both endpoints refuse the document.
   * @example
   * for (const { name } of await organization.experimental.getProjectOrganizations('Street signs')) console.log(name)
   */
  getProjectOrganizations(project: ProjectReference, options?: RequestOptions): Promise<readonly SharedOrganization[]>
}
