// Who is logged in. The browser holds a random token, the gateway its digest; a file of digests outlives a restart.
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";

export interface Session {
  /** The token's digest: what the session is known by here. */
  key: string;
  user: string;
  createdAt: number;
  usedAt: number;
  /** When the database was last asked whether the user may still log in. */
  checkedAt: number;
}

const MOST_PER_USER = 100;
const MOST = 20000;

function digest(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

export class Sessions {
  private readonly sessions = new Map<string, Session>();
  private readonly ended = new Set<(key: string) => void>();
  private changed = false;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly idle: number,
    private readonly life: number,
    private readonly file: string,
  ) {
    if (file !== "") this.load();
    this.timer = setInterval(() => this.tidy(), 30000);
    this.timer.unref();
  }

  /** Begins a session and returns its token, which is kept nowhere here. */
  begin(user: string): string {
    const token = randomBytes(32).toString("base64url");
    const now = Date.now();
    this.makeRoom(user);
    const key = digest(token);
    this.sessions.set(key, { key, user, createdAt: now, usedAt: now, checkedAt: now });
    this.changed = true;
    this.save();
    return token;
  }

  /** The session of a token; none if it is unknown or has run out. */
  find(token: string | undefined): Session | undefined {
    if (token === undefined || !/^[A-Za-z0-9_-]{43}$/.test(token)) return undefined;
    const session = this.sessions.get(digest(token));
    if (!session) return undefined;
    if (this.hasRunOut(session)) {
      this.end(session.key);
      return undefined;
    }
    session.usedAt = Date.now();
    this.changed = true;
    return session;
  }

  alive(key: string): boolean {
    const session = this.sessions.get(key);
    return session !== undefined && !this.hasRunOut(session);
  }

  end(key: string): void {
    if (!this.sessions.delete(key)) return;
    this.changed = true;
    this.save();
    for (const listener of this.ended) listener(key);
  }

  /** Calls back with a session's key when it ends. */
  onEnd(listener: (key: string) => void): void {
    this.ended.add(listener);
  }

  close(): void {
    clearInterval(this.timer);
    this.save();
  }

  private hasRunOut({ createdAt, usedAt }: Session): boolean {
    const now = Date.now();
    return now - createdAt > this.life || now - usedAt > this.idle;
  }

  /** One user's oldest session, or the oldest of all, gives way to a new one. */
  private makeRoom(user: string): void {
    const own = [...this.sessions.values()].filter((session) => session.user === user);
    const crowd = own.length >= MOST_PER_USER ? own : this.sessions.size >= MOST ? [...this.sessions.values()] : [];
    if (crowd.length > 0) this.end(crowd.reduce((oldest, session) => (session.usedAt < oldest.usedAt ? session : oldest)).key);
  }

  private tidy(): void {
    for (const session of [...this.sessions.values()]) if (this.hasRunOut(session)) this.end(session.key);
    this.save();
  }

  private load(): void {
    let text: string;
    try {
      text = readFileSync(this.file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
      throw error;
    }
    try {
      for (const session of JSON.parse(text) as Session[])
        if (typeof session.key === "string" && typeof session.user === "string" && session.createdAt > 0 && session.usedAt > 0 && !this.hasRunOut(session))
          this.sessions.set(session.key, { ...session, checkedAt: 0 });
    } catch {
      this.sessions.clear(); // a torn or foreign file: everybody logs in again
    }
  }

  private save(): void {
    if (this.file === "" || !this.changed) return;
    this.changed = false;
    writeFileSync(`${this.file}.new`, JSON.stringify([...this.sessions.values()]), { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}
