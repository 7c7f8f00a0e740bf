// Alerts as they are raised, by server-sent events. What NOTIFY carries is an id; each alert is read as the user who is told.
import pg from "pg";
import type { Catalog } from "./catalog.js";
import type { Database, Scope } from "./database.js";
import { encodeRows } from "./json.js";
import { ALERT, CHANNEL } from "./names.js";

const GATHER = 50; // alerts raised within so many milliseconds are read together
const MOST_STREAMS = 2000;
const MOST_STREAMS_A_SESSION = 10;
const MOST_AT_ONCE = 500;
const REMEMBERED = 5000; // ids: of those raised, and of those that a reader was told of
const MOST_UNREAD = 1000000; // bytes that a reader may be behind before it is cut off

interface Stream {
  session: string;
  scope: Scope;
  /** Ids told of late, so that what is both old and new is told once. */
  told: Set<string>;
  /** What is new while it is still told what it missed. */
  held: [string, string][] | null;
  send(text: string): void;
  close(): void;
}

/** Tells a stream of one alert, once. */
function tellOne(stream: Stream, id: string, object: string): void {
  if (stream.held !== null) {
    stream.held.push([id, object]);
    return;
  }
  if (stream.told.has(id)) return;
  stream.told.add(id);
  if (stream.told.size > REMEMBERED) stream.told.delete(stream.told.values().next().value!);
  stream.send(`id: ${id}\nevent: alert\ndata: ${object}\n\n`);
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
    heartbeat: number,
    private readonly alive: (session: string) => boolean,
    private readonly complain: (what: string, error: unknown) => void,
  ) {
    this.heartbeat = setInterval(() => this.beat(), heartbeat);
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
    if (pauseBefore > 0) this.afterGap();
  }

  /** What was raised while nobody listened is in the table alone: readers come back with Last-Event-ID and get it from there. */
  private afterGap(): void {
    this.recent = [];
    this.closeAll();
  }

  /** A stream of alerts; those after the last one that the reader had come first. Null: there are too many streams. */
  async open(session: string, scope: Scope, lastId: string | undefined): Promise<ReadableStream<Uint8Array> | null> {
    await this.read(scope, "id = $1::bigint", "0"); // refused at once, where the user may not read alerts
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
            told: new Set(),
            held: [],
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

  /** What the reader has missed: by the order of commits as far as that is remembered, else by number; then what has come meanwhile. */
  private async catchUp(stream: Stream, lastId: string | undefined): Promise<void> {
    try {
      if (lastId !== undefined && /^[1-9]\d{0,17}$/.test(lastId)) await this.tellMissed(stream, lastId);
    } catch (error) {
      this.complain("alerts could not be read", error);
      return stream.close();
    }
    const held = stream.held ?? [];
    stream.held = null;
    for (const [id, object] of held) tellOne(stream, id, object);
  }

  private async tellMissed(stream: Stream, lastId: string): Promise<void> {
    const tell = (id: string, object: string) => {
      const { held } = stream;
      stream.held = null;
      tellOne(stream, id, object);
      stream.held = held;
    };
    const at = this.recent.indexOf(lastId);
    if (at >= 0) return this.readAll(stream.scope, this.recent.slice(at + 1), tell);
    for (let last: string | undefined = lastId; last !== undefined; ) {
      const alerts: [string, string][] = await this.read(stream.scope, "id > $1::bigint", last);
      for (const [id, object] of alerts) tell(id, object);
      last = alerts.length === MOST_AT_ONCE ? alerts[alerts.length - 1]![0] : undefined;
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
      const group = groups.get(key);
      if (group) group.push(stream);
      else groups.set(key, [stream]);
    }
    for (const streams of groups.values())
      await this.readAll(streams[0]!.scope, ids, (id, object) => {
        for (const stream of streams) tellOne(stream, id, object);
      }).catch((error) => {
        this.complain("alerts could not be read", error);
        for (const stream of streams) stream.close();
      });
  }

  /** Alerts of these ids, as far as the user may see them, in the order of the ids. */
  private async readAll(scope: Scope, ids: string[], tell: (id: string, object: string) => void): Promise<void> {
    for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
      const some = ids.slice(at, at + MOST_AT_ONCE);
      const found = new Map(await this.read(scope, "id = ANY ($1::bigint[])", `{${some.join(",")}}`));
      for (const id of some) {
        const object = found.get(id);
        if (object !== undefined) tell(id, object);
      }
    }
  }

  /** Ids and JSON of the alerts for which a condition holds, in the order of their ids, read as the user. */
  private async read(scope: Scope, where: string, value: string): Promise<[string, string][]> {
    const { schema } = await this.catalog();
    const text = `SELECT id, * FROM "${schema.replaceAll('"', '""')}".${ALERT} WHERE ${where} ORDER BY id LIMIT ${MOST_AT_ONCE}`;
    const { fields, rows } = await this.database.run(scope, { text, values: [value] }, { read: true, timeout: this.timeout, repeatable: true });
    const objects = encodeRows(fields.slice(1), rows.map((row) => row.slice(1)));
    return rows.map((row, index) => [row[0]!, objects[index]!]);
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
