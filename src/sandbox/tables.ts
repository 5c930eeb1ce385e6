/**
 * The tables. Times are text in one fixed-width form, so that comparing text compares times; flags are 0 or 1. Invites
 * that were cancelled or accepted stay, with `pending = 0`, because a cursor of a list in progress may name them.
 */
export const tables = `
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS organizations (
  id TEXT PRIMARY KEY, name TEXT, "createdAt" TEXT, "updatedAt" TEXT
);
CREATE TABLE IF NOT EXISTS roles (
  id TEXT PRIMARY KEY, name TEXT UNIQUE, description TEXT, "organizationId" TEXT, permissions TEXT
);
CREATE TABLE IF NOT EXISTS users (
  id TEXT PRIMARY KEY, email TEXT, name TEXT, nickname TEXT, picture TEXT, "createdAt" TEXT, "updatedAt" TEXT,
  "isViewer" INTEGER, "isExternalUser" INTEGER, "lastLoginAt" TEXT, deleted INTEGER, "roleId" TEXT REFERENCES roles (id)
);
CREATE INDEX IF NOT EXISTS users_order ON users ("createdAt", id);
CREATE INDEX IF NOT EXISTS users_email ON users (lower(email));
CREATE TABLE IF NOT EXISTS projects (
  id TEXT PRIMARY KEY, name TEXT, description TEXT, "createdAt" TEXT, "updatedAt" TEXT, "setupComplete" TEXT,
  "lastActivityTime" TEXT, "autoAuditNumberOfLabels" INTEGER, "autoAuditPercentage" REAL, "allowedMediaType" TEXT,
  "editorTaskType" TEXT, "dataRowCount" INTEGER, "modelSetupComplete" INTEGER, "uploadType" TEXT,
  "isBenchmarkEnabled" INTEGER, "isConsensusEnabled" INTEGER, deleted INTEGER, "createdById" TEXT REFERENCES users (id)
);
CREATE INDEX IF NOT EXISTS projects_order ON projects ("createdAt", id);
CREATE TABLE IF NOT EXISTS memberships (
  id TEXT PRIMARY KEY, "userId" TEXT REFERENCES users (id), "projectId" TEXT REFERENCES projects (id),
  "roleId" TEXT REFERENCES roles (id), UNIQUE ("userId", "projectId")
);
CREATE TABLE IF NOT EXISTS invites (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, "createdAt" TEXT, "inviteeEmail" TEXT,
  "roleId" TEXT REFERENCES roles (id), "inviterId" TEXT REFERENCES users (id), pending INTEGER
);
CREATE TABLE IF NOT EXISTS project_invites (
  id TEXT PRIMARY KEY, "inviteId" TEXT REFERENCES invites (id), "projectId" TEXT REFERENCES projects (id),
  "roleId" TEXT REFERENCES roles (id)
);
CREATE INDEX IF NOT EXISTS project_invites_invite ON project_invites ("inviteId");
CREATE TABLE IF NOT EXISTS webhooks (
  id TEXT PRIMARY KEY, "createdAt" TEXT, "updatedAt" TEXT, url TEXT, secret TEXT, topics TEXT, status TEXT,
  "createdById" TEXT REFERENCES users (id), "projectId" TEXT REFERENCES projects (id)
);
CREATE TABLE IF NOT EXISTS tags (id TEXT PRIMARY KEY, text TEXT, color TEXT);
CREATE TABLE IF NOT EXISTS project_tags (
  "projectId" TEXT REFERENCES projects (id), "tagId" TEXT REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY ("projectId", "tagId")
);
CREATE TABLE IF NOT EXISTS integrations (
  id TEXT PRIMARY KEY, name TEXT, "createdAt" TEXT, "updatedAt" TEXT, provider TEXT, valid INTEGER, "lastValidAt" TEXT,
  "isOrgDefault" INTEGER, settings TEXT
);
`
