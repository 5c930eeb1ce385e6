import {
  Activity,
  Cloud,
  FolderKanban,
  Gauge,
  KeyRound,
  MailPlus,
  Tags,
  Users,
  UsersRound,
  Webhook,
  type LucideIcon,
} from 'lucide-react'
import { lazy, type ComponentType } from 'react'

/** A place in the navigation. */
export interface Section {
  /** Its first path. Paths below it are its own. */
  readonly path: string
  readonly title: string
  readonly icon: LucideIcon
  /** What else people search for when they want it. */
  readonly keywords: string
  /** Loaded when it is opened. */
  readonly Page: ComponentType
}

/** The places of the console, in the order of the navigation. */
export const sections: readonly Section[] = [
  {
    path: '/members',
    title: 'Members',
    icon: Users,
    keywords: 'people users roles remove',
    Page: lazy(() => import('../sections/members/MembersSection.tsx')),
  },
  {
    path: '/invites',
    title: 'Invites',
    icon: MailPlus,
    keywords: 'pending invite send bulk many csv paste resend cancel duplicates',
    Page: lazy(() => import('../sections/invites/InvitesSection.tsx')),
  },
  {
    path: '/seats',
    title: 'Seats',
    icon: Gauge,
    keywords: 'plan limit usage license chart',
    Page: lazy(() => import('../sections/seats/SeatsSection.tsx')),
  },
  {
    path: '/projects',
    title: 'Projects',
    icon: FolderKanban,
    keywords: 'data rows roles access tags invites delete',
    Page: lazy(() => import('../sections/projects/ProjectsSection.tsx')),
  },
  {
    path: '/groups',
    title: 'Groups',
    icon: UsersRound,
    keywords: 'user groups teams roles projects',
    Page: lazy(() => import('../sections/groups/GroupsSection.tsx')),
  },
  {
    path: '/tags',
    title: 'Tags',
    icon: Tags,
    keywords: 'resource tags colors labels',
    Page: lazy(() => import('../sections/tags/TagsSection.tsx')),
  },
  {
    path: '/webhooks',
    title: 'Webhooks',
    icon: Webhook,
    keywords: 'events topics deliveries secret',
    Page: lazy(() => import('../sections/webhooks/WebhooksSection.tsx')),
  },
  {
    path: '/iam',
    title: 'IAM integrations',
    icon: Cloud,
    keywords: 'cloud storage aws gcp azure bucket default validate',
    Page: lazy(() => import('../sections/iam/IamSection.tsx')),
  },
  {
    path: '/keys',
    title: 'API keys',
    icon: KeyRound,
    keywords: 'tokens expiry expire revoke',
    Page: lazy(() => import('../sections/keys/KeysSection.tsx')),
  },
  {
    path: '/activity',
    title: 'Activity',
    icon: Activity,
    keywords: 'audit log history changes',
    Page: lazy(() => import('../sections/activity/ActivitySection.tsx')),
  },
]
