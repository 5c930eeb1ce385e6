import Database from 'libsql'

/** Something that has happened in a sandbox. */
export interface Entry {
  readonly seq: number
  /** An invite was made, or is not pending any more; somebody has become a member; a tag was made. */
  readonly kind: 'sent' | 'ended' | 'joined' | 'tagged'
  readonly id: string
  /** The address, as it is written, or the tag's text. */
  readonly text: string
}

const triggers = `
CREATE TABLE ledger (seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT, id TEXT, text TEXT);
CREATE TRIGGER sent AFTER INSERT ON invites BEGIN
  INSERT INTO ledger (kind, id, text) VALUES ('sent', NEW.id, NEW."inviteeEmail");
END;
CREATE TRIGGER ended AFTER UPDATE OF pending ON invites WHEN OLD.pending = 1 AND NEW.pending = 0 BEGIN
  INSERT INTO ledger (kind, id, text) VALUES ('ended', NEW.id, NEW."inviteeEmail");
END;
CREATE TRIGGER joined AFTER INSERT ON users BEGIN
  INSERT INTO ledger (kind, id, text) VALUES ('joined', NEW.id, NEW.email);
END;
CREATE TRIGGER tagged AFTER INSERT ON tags BEGIN
  INSERT INTO ledger (kind, id, text) VALUES ('tagged', NEW.id, NEW.text);
END;
`

/**
 * The truth: what a sandbox has done, in the order in which it did it. Its database keeps the account itself, so that no
 * fault can hide or double an entry, and no clock has to tell what came first.
 */
export class Ledger {
  readonly #database: Database.Database

  /** Keeps account of the sandbox whose data file it is, from now on. */
  constructor(file: string) {
    this.#database = new Database(file)
    this.#database.exec(triggers)
  }

  /** The last entry's number: what comes later has a higher one. */
  mark(): number {
    return (this.#database.prepare('SELECT coalesce(max(seq), 0) AS mark FROM ledger').get() as { mark: number }).mark
  }

  /** What has happened after a mark. */
  since(mark: number): readonly Entry[] {
    return this.#database.prepare('SELECT * FROM ledger WHERE seq > ? ORDER BY seq').all(mark) as Entry[]
  }

  /** Has an invite pending that no client has sent. */
  invite(email: string): void {
    const invite = `
      INSERT INTO invites (id, "createdAt", "inviteeEmail", "roleId", "inviterId", pending)
      SELECT 'invite-' || hex(randomblob(10)), strftime('%Y-%m-%dT%H:%M:%fZ'), ?, "roleId", id, 1 FROM users LIMIT 1`
    this.#database.prepare(invite).run(email)
  }

  /** Takes back the invites and members, so that those who come later have short lists to read. */
  clear(): void {
    this.#database.exec(`
      UPDATE invites SET pending = 0 WHERE pending = 1;
      DELETE FROM users WHERE id IN (SELECT id FROM ledger WHERE kind = 'joined');
      DELETE FROM ledger;
    `)
  }

  close(): void {
    this.#database.close()
  }
}
