import Database from 'libsql'

/** One event in a sandbox. */
export interface Entry {
  readonly seq: number
  /** An invite was made or ended, somebody became a member, or a tag was made. */
  readonly kind: 'sent' | 'ended' | 'joined' | 'tagged'
  readonly id: string
  /** The address as stored, or the tag's text. */
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
 * The events of a sandbox in their order. Triggers of its database write them, so that no
 * fault can hide or double an entry, and the order does not depend on a clock.
 */
export class Ledger {
  readonly #database: Database.Database

  /** Records the events of the sandbox with this data file from now on. */
  constructor(file: string) {
    this.#database = new Database(file)
    this.#database.exec(triggers)
  }

  /** The number of the latest entry; later ones are higher. */
  mark(): number {
    return (this.#database.prepare('SELECT coalesce(max(seq), 0) AS mark FROM ledger').get() as { mark: number }).mark
  }

  /** The events after a mark. */
  since(mark: number): readonly Entry[] {
    return this.#database.prepare('SELECT * FROM ledger WHERE seq > ? ORDER BY seq').all(mark) as Entry[]
  }

  /** Adds a pending invite that no client sent. */
  invite(email: string): void {
    const invite = `
      INSERT INTO invites (id, "createdAt", "inviteeEmail", "roleId", "inviterId", pending)
      SELECT 'invite-' || hex(randomblob(10)), strftime('%Y-%m-%dT%H:%M:%fZ'), ?, "roleId", id, 1 FROM users LIMIT 1`
    this.#database.prepare(invite).run(email)
  }

  /** Removes the invites and members, so that later sequences have short lists to read. */
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
