/**
 * The tables. Times are text of fixed width, so that they compare as text; flags are 0 or 1. Canceled and accepted
 * invites stay, with `pending = 0`, because the cursor of a list in progress may name them.
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
CREATE INDEX IF NOT EXISTS users_email ON users (lower(email));
CREATE TABLE IF NOT EXISTS projects (
  id TEXT PRIMARY KEY, name TEXT, description TEXT, "createdAt" TEXT, "updatedAt" TEXT, "setupComplete" TEXT,
  "lastActivityTime" TEXT, "autoAuditNumberOfLabels" INTEGER, "autoAuditPercentage" REAL, "allowedMediaType" TEXT,
  "editorTaskType" TEXT, "dataRowCount" INTEGER, "modelSetupComplete" INTEGER, "uploadType" TEXT,
  "isBenchmarkEnabled" INTEGER, "isConsensusEnabled" INTEGER, deleted INTEGER, "createdById" TEXT REFERENCES users (id)
);
CREATE TABLE IF NOT EXISTS memberships (
  id TEXT PRIMARY KEY, "userId" TEXT REFERENCES users (id), "projectId" TEXT REFERENCES projects (id),
  "roleId" TEXT REFERENCES roles (id), UNIQUE ("userId", "projectId")
);
CREATE TABLE IF NOT EXISTS invites (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, "createdAt" TEXT, "inviteeEmail" TEXT,
  "roleId" TEXT REFERENCES roles (id), "inviterId" TEXT REFERENCES users (id), pending INTEGER
);
CREATE INDEX IF NOT EXISTS invites_pending ON invites (pending);
CREATE TABLE IF NOT EXISTS project_invites (
  id TEXT PRIMARY KEY, "inviteId" TEXT REFERENCES invites (id), "projectId" TEXT REFERENCES projects (id),
  "roleId" TEXT REFERENCES roles (id)
);
CREATE TABLE IF NOT EXISTS invite_ends (
  "inviteId" TEXT PRIMARY KEY REFERENCES invites (id), state TEXT, at TEXT
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
CREATE TABLE IF NOT EXISTS project_shares (
  "projectId" TEXT REFERENCES projects (id), "organizationId" TEXT, PRIMARY KEY ("projectId", "organizationId")
);
CREATE TABLE IF NOT EXISTS user_groups (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, name TEXT UNIQUE, color TEXT, description TEXT,
  "createdAt" TEXT, "updatedAt" TEXT, "createdById" TEXT REFERENCES users (id)
);
CREATE TABLE IF NOT EXISTS group_members (
  "groupId" TEXT REFERENCES user_groups (id) ON DELETE CASCADE, "userId" TEXT REFERENCES users (id),
  "roleId" TEXT REFERENCES roles (id), PRIMARY KEY ("groupId", "userId")
);
CREATE INDEX IF NOT EXISTS group_members_user ON group_members ("userId");
CREATE TABLE IF NOT EXISTS group_projects (
  "groupId" TEXT REFERENCES user_groups (id) ON DELETE CASCADE, "projectId" TEXT REFERENCES projects (id),
  PRIMARY KEY ("groupId", "projectId")
);
CREATE TABLE IF NOT EXISTS group_invites (
  "inviteId" TEXT REFERENCES invites (id), "groupId" TEXT REFERENCES user_groups (id) ON DELETE CASCADE,
  "roleId" TEXT REFERENCES roles (id), PRIMARY KEY ("inviteId", "groupId")
);
-- Access to projects without an organization role: by a role in the project, or else by the role in the oldest group.
-- Assumptions: that groups give access this way, and the word GROUP. Only ORGANIZATION has been seen.
CREATE VIEW IF NOT EXISTS project_access AS
  SELECT id, "userId", "projectId", "roleId", 'PROJECT' AS "accessFrom" FROM memberships
  UNION ALL
  SELECT g.id || '-' || p."projectId" || '-' || m."userId", m."userId", p."projectId", m."roleId", 'GROUP'
  FROM group_projects p JOIN group_members m ON m."groupId" = p."groupId" JOIN user_groups g ON g.id = p."groupId"
  WHERE NOT EXISTS (SELECT 1 FROM memberships s WHERE s."userId" = m."userId" AND s."projectId" = p."projectId")
  GROUP BY m."userId", p."projectId" HAVING min(g.number);
CREATE TABLE IF NOT EXISTS default_roles (
  "userId" TEXT PRIMARY KEY REFERENCES users (id), "roleId" TEXT REFERENCES roles (id)
);
CREATE TABLE IF NOT EXISTS api_keys (
  id TEXT PRIMARY KEY, name TEXT, "createdAt" TEXT, "updatedAt" TEXT, revoked INTEGER, "expiresAtEpoch" INTEGER,
  "userId" TEXT REFERENCES users (id), "createdByUserId" TEXT REFERENCES users (id),
  "roleId" TEXT REFERENCES roles (id), digest TEXT UNIQUE
);
CREATE TABLE IF NOT EXISTS api_key_limits ("keyId" TEXT PRIMARY KEY REFERENCES api_keys (id) ON DELETE CASCADE, permissions TEXT);
CREATE TABLE IF NOT EXISTS integrations (
  id TEXT PRIMARY KEY, name TEXT, "createdAt" TEXT, "updatedAt" TEXT, provider TEXT, valid INTEGER, "lastValidAt" TEXT,
  "isOrgDefault" INTEGER, settings TEXT
);
-- Seats that members and pending invites take, kept as they change: counting them reads every row.
CREATE TABLE IF NOT EXISTS seats_taken (count INTEGER NOT NULL);
INSERT INTO seats_taken SELECT
  (SELECT count(*) FROM users WHERE deleted = 0) + (SELECT count(*) FROM invites WHERE pending = 1)
  WHERE NOT EXISTS (SELECT 1 FROM seats_taken);
CREATE TRIGGER IF NOT EXISTS member_added AFTER INSERT ON users WHEN new.deleted = 0
  BEGIN UPDATE seats_taken SET count = count + 1; END;
CREATE TRIGGER IF NOT EXISTS member_changed AFTER UPDATE OF deleted ON users WHEN new.deleted <> old.deleted
  BEGIN UPDATE seats_taken SET count = count + old.deleted - new.deleted; END;
CREATE TRIGGER IF NOT EXISTS invite_added AFTER INSERT ON invites WHEN new.pending = 1
  BEGIN UPDATE seats_taken SET count = count + 1; END;
CREATE TRIGGER IF NOT EXISTS invite_changed AFTER UPDATE OF pending ON invites WHEN new.pending <> old.pending
  BEGIN UPDATE seats_taken SET count = count + new.pending - old.pending; END;
CREATE TRIGGER IF NOT EXISTS member_deleted AFTER DELETE ON users WHEN old.deleted = 0
  BEGIN UPDATE seats_taken SET count = count - 1; END;
CREATE TRIGGER IF NOT EXISTS invite_deleted AFTER DELETE ON invites WHEN old.pending = 1
  BEGIN UPDATE seats_taken SET count = count - 1; END;
`
