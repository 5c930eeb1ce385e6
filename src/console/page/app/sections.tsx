import { Activity, Gauge, Users, type LucideIcon } from 'lucide-react'
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
    path: '/seats',
    title: 'Seats',
    icon: Gauge,
    keywords: 'plan limit usage license chart',
    Page: lazy(() => import('../sections/seats/SeatsSection.tsx')),
  },
  {
    path: '/activity',
    title: 'Activity',
    icon: Activity,
    keywords: 'audit log history changes',
    Page: lazy(() => import('../sections/activity/ActivitySection.tsx')),
  },
]
