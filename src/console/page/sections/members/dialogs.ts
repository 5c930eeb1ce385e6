import { lazy } from 'react'

// Loaded when they are opened.
export const RoleDialog = lazy(() => import('./RoleDialog.tsx'))
export const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'))
