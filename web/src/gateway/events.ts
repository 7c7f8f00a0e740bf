// Alerts as they are raised, by server-sent events. What NOTIFY carries is an id; each alert is read as the user who is told.
import pg from "pg";
import type { Catalog } from "./catalog.js";
import type { Database, Scope } from "./database.js";
import { encodeRows } from "./json.js";
import { ALERT, CHANNEL } from "./names.js";

const HEARTBEAT = 15000;
const GATHER = 50; // alerts raised within so many milliseconds are read together
const MOST_STREAMS = 2000;
const MOST_STREAMS_A_SESSION = 10;
const MOST_AT_ONCE = 500;
const REMEMBERED = 5000;
const MOST_UNREAD = 1000000; // bytes that a reader may be behind before it is cut off

interface Stream {
  session: string;
  scope: Scope;
  queued: number;
  send(text: string): void;
  close(): void;
}

export class Events {
  private readonly streams = new Set<Stream>();
  /** Ids in the order in which they were committed, which is not that of the numbers. */
  private recent: string[] = [];
  private waiting: string[] = [];
  private gathering: NodeJS.Timeout | undefined;
  private readonly heartbeat: NodeJS.Timeout;
  private listener: pg.Client | undefined;
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly catalog: () => Promise<Catalog>,
    private readonly timeout: number,
    private readonly alive: (session: string) => boolean,
    private readonly complain: (what: string, error: unknown) => void,
  ) {
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT);
    this.heartbeat.unref();
  }

  /** Listens, and goes on doing so whenever the connection is lost. */
  async listen(pauseBefore = 0): Promise<void> {
    if (pauseBefore > 0) await new Promise((resolve) => setTimeout(resolve, pauseBefore).unref());
    if (this.stopped) return;
    const client = new pg.Client({ application_name: "primeinv gateway: alerts", keepAlive: true, connectionTimeoutMillis: 5000 });
    let lost = false;
    const again = (error?: unknown) => {
      if (lost || this.stopped) return;
      lost = true;
      if (error) this.complain("no alerts for now", error);
      client.end().catch(() => {});
      void this.listen(Math.min(10000, Math.max(200, pauseBefore * 2)));
    };
    client.on("error", again);
    client.on("end", () => again());
    client.on("notification", ({ payload }) => this.raised(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      return again(error);
    }
    this.listener = client;
    if (pauseBefore > 0) this.closeAll(); // what was raised meanwhile they get when they come back with Last-Event-ID
  }

  /** A stream of alerts; those after the last one that the reader had come first. Null: there are too many streams. */
  async open(session: string, scope: Scope, lastId: string | undefined): Promise<ReadableStream<Uint8Array> | null> {
    const own = [...this.streams].filter((stream) => stream.session === session);
    if (this.streams.size >= MOST_STREAMS) return null;
    if (own.length >= MOST_STREAMS_A_SESSION) own[0]!.close();
    const encoder = new TextEncoder();
    let stream: Stream;
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          stream = {
            session,
            scope,
            queued: 0,
            send: (text) => {
              const unread = -(controller.desiredSize ?? 0);
              if (unread > MOST_UNREAD) return stream.close();
              controller.enqueue(encoder.encode(text));
            },
            close: () => {
              if (!this.streams.delete(stream)) return;
              try {
                controller.close();
              } catch {
                // the reader has gone already
              }
            },
          };
          this.streams.add(stream);
          stream.send("retry: 2000\n: alerts\n\n");
          void this.catchUp(stream, lastId);
        },
        cancel: () => void this.streams.delete(stream),
      },
      { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
    );
  }

  /** What the reader has missed: by the order of commits as far as that is remembered, else by number. */
  private async catchUp(stream: Stream, lastId: string | undefined): Promise<void> {
    if (lastId === undefined || !/^[1-9]\d{0,18}$/.test(lastId)) return;
    const at = this.recent.indexOf(lastId);
    try {
      if (at >= 0) await this.tell([stream], this.recent.slice(at + 1));
      else await this.read([stream], "id > $1::bigint", lastId);
    } catch (error) {
      this.complain("alerts could not be read", error);
      stream.close();
    }
  }

  private raised(id: string | undefined): void {
    if (id === undefined || !/^[1-9]\d{0,18}$/.test(id)) return;
    this.recent.push(id);
    if (this.recent.length > REMEMBERED * 2) this.recent = this.recent.slice(-REMEMBERED);
    this.waiting.push(id);
    this.gathering ??= setTimeout(() => {
      const ids = this.waiting.splice(0);
      this.gathering = undefined;
      void this.tellAll(ids);
    }, GATHER);
  }

  /** Streams of the same user and tenant see the same: they share one look. */
  private async tellAll(ids: string[]): Promise<void> {
    const groups = new Map<string, Stream[]>();
    for (const stream of this.streams) {
      const key = `${stream.scope.role}\0${stream.scope.tenant}`;
      groups.set(key, [...(groups.get(key) ?? []), stream]);
    }
    for (const streams of groups.values())
      await this.tell(streams, ids).catch((error) => {
        this.complain("alerts could not be read", error);
        for (const stream of streams) stream.close();
      });
  }

  private async tell(streams: Stream[], ids: string[]): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      const some = ids.slice(at, at + MOST_AT_ONCE);
      await this.read(streams, "id = ANY ($1::bigint[])", `{${some.join(",")}}`, some);
    }
  }

  /** Reads alerts as the streams' user and sends them, in the order of the ids given, else by number. */
  private async read(streams: Stream[], where: string, value: string, order?: string[]): Promise<void> {
    const { schema } = await this.catalog();
    const text =
      `SELECT id, * FROM "${schema.replaceAll('"', '""')}".${ALERT} WHERE ${where}` +
      ` ORDER BY id LIMIT ${MOST_AT_ONCE}`;
    const { fields, rows } = await this.database.run(streams[0]!.scope, { text, values: [value] },
      { read: true, timeout: this.timeout, repeatable: true });
    const objects = encodeRows(fields.slice(1), rows.map((row) => row.slice(1)));
    const byId = new Map(rows.map((row, index) => [row[0]!, objects[index]!]));
    for (const id of order ?? byId.keys()) {
      const object = byId.get(id);
      if (object !== undefined) for (const stream of streams) stream.send(`id: ${id}\nevent: alert\ndata: ${object}\n\n`);
    }
  }

  private beat(): void {
    for (const stream of this.streams) {
      if (this.alive(stream.session)) stream.send(":\n\n");
      else stream.close();
    }
  }

  closeSession(session: string): void {
    for (const stream of this.streams) if (stream.session === session) stream.close();
  }

  closeAll(): void {
    for (const stream of this.streams) stream.close();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.heartbeat);
    clearTimeout(this.gathering);
    this.closeAll();
    await this.listener?.end().catch(() => {});
  }
}
