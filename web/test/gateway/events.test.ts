// Alerts by server-sent events: to whom they concern, each once, also after a break.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { admin, brokenPromises, Client, Gateway, loggedIn, makeShop, makeUser, type Shop, sql, startGateway, stopGateways, until, value } from "../tool.js";

let gateway: Gateway;
let shop: Shop;
let other: Shop;
let clerk: Client;

interface Alert {
  id: string;
  kind: string;
  tenant_id: string;
}

/** A reader of the stream: what an EventSource does. */
class Reader {
  readonly alerts: Alert[] = [];
  readonly ids: string[] = [];
  readonly bytes: string[] = [];
  open = true;
  private readonly abort = new AbortController();

  static async connect(client: Client, lastId?: string, headers: Record<string, string> = {}, query = ""): Promise<Reader> {
    const reader = new Reader();
    const response = await fetch(`${client.gateway.url}/events${query}`, {
      headers: { Cookie: client.cookie, Accept: "text/event-stream", ...(lastId === undefined ? {} : { "Last-Event-ID": lastId }), ...headers },
      signal: reader.abort.signal,
    });
    assert.equal(response.status, 200);
    assert.match(response.headers.get("Content-Type")!, /^text\/event-stream/);
    assert.equal(response.headers.get("Cache-Control"), "no-store");
    void reader.read(response.body!).catch(() => {}).finally(() => (reader.open = false));
    await until(() => reader.bytes.length > 0);
    return reader;
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
      const text = decoder.decode(chunk, { stream: true });
      this.bytes.push(text);
      const parts = (rest + text).split("\n\n");
      rest = parts.pop()!;
      for (const part of parts) this.take(part);
    }
  }

  private take(part: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(part)?.[1];
    if (field("event") !== "alert") return;
    this.ids.push(field("id")!);
    this.alerts.push(JSON.parse(field("data")!) as Alert);
  }

  close(): void {
    this.abort.abort();
  }
}

/** Milk falls below its threshold, the job finds it, and it is filled up again: an alert each time. */
async function runLow(place: Shop): Promise<string> {
  const left = await value("SELECT primeinv.get_available_stock($1, $2)", [place.milk, place.outlet]);
  await sql("SELECT primeinv.deduct_stock($1, $2::numeric - 2, $3)", [place.milk, left, place.outlet]);
  await sql("SELECT primeinv.refresh_alerts($1)", [place.outlet]);
  const id = await value("SELECT id FROM primeinv.stock_alert WHERE tenant_id = $1 AND kind = 'low_stock' AND resolved_at IS NULL", [place.tenant]);
  await sql("SELECT primeinv.add_stock($1, 100, $2, batch_number => 'B1')", [place.milk, place.outlet]);
  await sql("SELECT primeinv.refresh_alerts($1)", [place.outlet]);
  return id;
}

before(async () => {
  gateway = await startGateway();
  shop = await makeShop("events", 50);
  other = await makeShop("events_other", 50);
  clerk = await loggedIn(gateway, shop.clerk);
});

after(async () => {
  await stopGateways();
  assert.deepEqual(await brokenPromises(), []);
  await admin.end();
});

test("an alert reaches every reader of its tenant, and nobody of another", async () => {
  const stranger = await loggedIn(gateway, other.clerk);
  const readers = [await Reader.connect(clerk), await Reader.connect(await loggedIn(gateway, shop.analyst)), await Reader.connect(stranger)];
  const id = await runLow(shop);
  await until(() => readers[0]!.ids.includes(id) && readers[1]!.ids.includes(id));
  assert.equal(readers[0]!.alerts.find((alert) => alert.id === id)!.kind, "low_stock");
  const theirs = await runLow(other);
  await until(() => readers[2]!.ids.includes(theirs));
  assert.ok(readers[2]!.alerts.every((alert) => alert.tenant_id === other.tenant));
  assert.ok(readers[0]!.alerts.every((alert) => alert.tenant_id === shop.tenant));
  assert.ok(!readers[2]!.bytes.join("").includes(`id: ${id}\n`), "the stranger has not even learnt the number");
  for (const reader of readers) reader.close();
});

test("who comes back with Last-Event-ID gets what came since, once and in order", async () => {
  const first = await Reader.connect(clerk);
  const seen = await runLow(shop);
  await until(() => first.ids.includes(seen));
  first.close();
  const missed = [await runLow(shop), await runLow(shop), await runLow(shop)];
  const second = await Reader.connect(clerk, seen);
  await until(() => second.ids.length >= 3);
  assert.deepEqual(second.ids, missed);
  const next = await runLow(shop);
  await until(() => second.ids.includes(next));
  assert.deepEqual(second.ids, [...missed, next]);
  second.close();
  const stranger = await Reader.connect(await loggedIn(gateway, other.clerk), seen);
  const theirs = await runLow(other);
  await until(() => stranger.ids.includes(theirs));
  assert.ok(stranger.alerts.every((alert) => alert.tenant_id === other.tenant));
  stranger.close();
});

test("a Last-Event-ID that is none, or from before the gateway's start, does no harm", async () => {
  const missed = await runLow(shop);
  const fresh = await startGateway();
  const client = await loggedIn(fresh, shop.clerk);
  const reader = await Reader.connect(client, String(Number(missed) - 1));
  await until(() => reader.ids.includes(missed));
  reader.close();
  for (const nonsense of ["x", "-1", "1 OR 1=1", "9".repeat(30)]) (await Reader.connect(client, nonsense)).close();
  await fresh.stop();
});

test("a stream ends with its session, and with a right that is taken back", async () => {
  const leaver = await loggedIn(gateway, shop.analyst);
  const reader = await Reader.connect(leaver);
  await leaver.send("POST", "/logout");
  await until(() => !reader.open);
  const revoked = await loggedIn(gateway, shop.analyst);
  const watching = await Reader.connect(revoked);
  await sql(`REVOKE ${shop.analyst} FROM gateway`);
  const id = await runLow(shop);
  await until(() => !watching.open);
  assert.ok(!watching.ids.includes(id));
  await sql(`GRANT ${shop.analyst} TO gateway`);
});

test("who may not read alerts is refused at once; of several tenants one may be chosen", async () => {
  await makeUser("events_guest", shop.tenant, "guest");
  assert.equal((await (await loggedIn(gateway, "events_guest")).get("/events")).status, 403);
  await makeUser("events_both", shop.tenant, "app");
  await sql("SELECT primeinv.grant_tenant('events_both', $1, 'app')", [other.tenant]);
  const both = await loggedIn(gateway, "events_both");
  assert.equal((await both.get("/events?tenant=x")).status, 400);
  const narrow = await Reader.connect(both, undefined, {}, `?tenant=${other.tenant}`);
  const all = await Reader.connect(both);
  const [mine, theirs] = [await runLow(shop), await runLow(other)];
  await until(() => narrow.ids.includes(theirs) && all.ids.includes(theirs) && all.ids.includes(mine));
  assert.ok(!narrow.ids.includes(mine));
  narrow.close();
  all.close();
});

test("one session cannot hold more than ten streams", async () => {
  const greedy = await loggedIn(gateway, shop.clerk);
  const readers: Reader[] = [];
  for (let i = 0; i < 14; i++) readers.push(await Reader.connect(greedy));
  await until(() => readers.filter((reader) => reader.open).length === 10);
  for (const reader of readers) reader.close();
});

test("a thousand streams of a hundred sessions: each is told, once, and the others are served meanwhile", async () => {
  const sessions: Client[] = [];
  for (let n = 0; n < 100; n += 10)
    sessions.push(...(await Promise.all(Array.from({ length: 10 }, (_, i) => loggedIn(gateway, i % 2 ? shop.analyst : shop.clerk)))));
  const streams: { told: number; stop: AbortController }[] = [];
  for (const session of sessions)
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const stream = { told: 0, stop: new AbortController() };
        const reply = await fetch(`${gateway.url}/events`, { headers: { Cookie: session.cookie }, signal: stream.stop.signal });
        assert.equal(reply.status, 200);
        void (async () => {
          for await (const chunk of reply.body!) stream.told += Buffer.from(chunk).toString().split("event: alert").length - 1;
        })().catch(() => undefined);
        streams.push(stream);
      }),
    );
  assert.equal(streams.length, 1000);
  await runLow(shop);
  assert.equal((await clerk.get("/product?limit=1")).status, 200);
  await until(() => streams.every((stream) => stream.told > 0), 60);
  assert.ok(streams.every((stream) => stream.told === 1), `${Math.max(...streams.map((stream) => stream.told))} times`);
  for (const { stop } of streams) stop.abort();
  await until(async () => (await clerk.get("/health")).status === 200);
});

test("when the listening connection dies, readers come back and miss nothing", async () => {
  const reader = await Reader.connect(clerk);
  const seen = await runLow(shop);
  await until(() => reader.ids.includes(seen));
  await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'primeinv gateway: alerts' AND datname = current_database()");
  const missed = await runLow(shop);
  await until(() => !reader.open || reader.ids.includes(missed));
  const back = reader.open ? reader : await Reader.connect(clerk, seen);
  await until(() => back.ids.includes(missed));
  const next = await runLow(shop);
  await until(() => back.ids.includes(next));
  back.close();
});
