import type { MediaType } from '../../../../../generated/operations.ts'

/** The media types that a project can have, by what people call them. */
export const mediaTypes = {
  AUDIO: 'Audio',
  CONVERSATIONAL: 'Conversations',
  DICOM: 'Medical imaging',
  HTML: 'Web pages',
  IMAGE: 'Images',
  LLM: 'Large-model data',
  LLM_PROMPT_CREATION: 'Prompts',
  LLM_PROMPT_RESPONSE_CREATION: 'Prompts and responses',
  PDF: 'Documents',
  POINT_CLOUD: '3D point clouds',
  TEXT: 'Text',
  TMS_GEO: 'Geospatial tiles',
  TMS_SIMPLE: 'Simple tiles',
  VIDEO: 'Video',
} as const satisfies Readonly<Record<MediaType, string>>

/** What people call a media type. Labelbox may have types that this version does not know. */
export const mediaTypeName = (type: string | null): string =>
  type === null ? 'Unknown' : Object.hasOwn(mediaTypes, type) ? mediaTypes[type as MediaType] : type
