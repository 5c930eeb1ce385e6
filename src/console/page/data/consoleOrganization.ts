import { Labelbox } from '../../../labelbox.ts'
import type { Organization } from '../../../organization/organization.ts'
import { consoleClient } from './consoleClient.ts'

let found: Promise<Organization> | undefined

/**
 * The organization with its methods, through the page's client: for changes that have to look first, or to find out
 * afterwards what happened.
 *
 * @throws LabelboxError
 */
export function consoleOrganization(): Promise<Organization> {
  found ??= new Labelbox({ client: consoleClient }).getOrganization().catch((error: unknown) => {
    found = undefined
    throw error
  })
  return found
}
