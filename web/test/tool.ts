// What the tests share: a gateway of their own, clients of it, and the database as its superuser sees it.
import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";

const SECRET = "gateway secret";
const gatewayPath = fileURLToPath(new URL("../../gateway.mjs", import.meta.url));

/** The superuser's connections: they see everything, and are told nothing by row-level security. */
export const admin = new pg.Pool({ max: 8 });
admin.on("error", () => {});

export async function sql<T = Record<string, string>>(text: string, values: unknown[] = []): Promise<T[]> {
  return (await admin.query(text, values)).rows as T[];
}

/** The first column of the first row. */
export async function value(text: string, values: unknown[] = []): Promise<string> {
  const [row] = await sql(text, values);
  return Object.values(row ?? {})[0] as string;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

export class Gateway {
  private child: ChildProcess | undefined;
  readonly lines: string[] = [];

  constructor(
    readonly port: number,
    private readonly env: Record<string, string> = {},
  ) {}

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [gatewayPath], {
      env: { ...process.env, PGUSER: "gateway", PGPASSWORD: SECRET, WEB_PORT: String(this.port), WEB_RATE: "100000", ...this.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    const lines = createInterface({ input: child.stdout! });
    await new Promise<void>((resolve, reject) => {
      lines.on("line", (line) => {
        this.lines.push(line);
        if (line.includes('"what":"listening"')) resolve();
      });
      child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}: ${this.lines.join("\n")}`)));
    });
  }

  /** Reads its log no more: whoever did is gone. */
  hangUp(): void {
    this.child!.stdout!.destroy();
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.child;
    if (!child || child.exitCode !== null) return null;
    const ended = once(child, "exit");
    child.kill(signal);
    return (await ended)[0] as number | null;
  }
}

const started: Gateway[] = [];

/** Stops whatever a test has started, however it ended. */
export async function stopGateways(): Promise<void> {
  await Promise.all(started.map((gateway) => gateway.stop()));
}

let roleMade: Promise<unknown> | undefined;

/** A gateway on a port of its own, with its role, which all tests share, made by whichever comes first. */
export async function startGateway(env: Record<string, string> = {}): Promise<Gateway> {
  roleMade ??= admin.query(`
    DO $$ BEGIN
      PERFORM pg_advisory_xact_lock(4711);
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gateway') THEN CREATE ROLE gateway LOGIN NOINHERIT; END IF;
      ALTER ROLE gateway PASSWORD '${SECRET}';
    END $$`);
  await roleMade;
  const gateway = new Gateway(await freePort(), env);
  started.push(gateway);
  await gateway.start();
  return gateway;
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  // What is answered differs from call to call; the tests say what they expect of it.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** A browser's part: it keeps the cookie. */
export class Client {
  cookie = "";

  constructor(
    readonly gateway: Gateway,
    private readonly headers: Record<string, string> = {},
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(this.gateway.url + path, {
      method,
      headers: {
        ...(this.cookie === "" ? {} : { Cookie: this.cookie }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...this.headers,
        ...headers,
      },
      body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
      redirect: "manual",
    });
    const text = await response.text();
    const set = response.headers.get("Set-Cookie");
    if (set !== null) this.cookie = set.split(";")[0]!;
    return { status: response.status, headers: response.headers, text, body: readJson(text) };
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send("GET", path, undefined, headers);
  }

  rpc(name: string, args: unknown = {}, headers: Record<string, string> = {}): Promise<Reply> {
    return this.send("POST", `/rpc/${name}`, args, headers);
  }

  async login(user: string, password = user): Promise<Reply> {
    return this.send("POST", "/login", { user, password });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function loggedIn(gateway: Gateway, user: string, headers: Record<string, string> = {}): Promise<Client> {
  const client = new Client(gateway, headers);
  const reply = await client.login(user);
  if (reply.status !== 200) throw new Error(`${user} could not log in: ${reply.text}`);
  return client;
}

export interface Shop {
  tenant: string;
  outlet: string;
  other: string;
  rice: string;
  milk: string;
  clerk: string;
  manager: string;
  analyst: string;
}

/** A tenant with two outlets, two goods in stock, and a user of each level, whose password is the name. */
export async function makeShop(name: string, stock = 1000): Promise<Shop> {
  const tenant = await value("INSERT INTO primeinv.tenant (name, currency) VALUES ($1, 'EUR') RETURNING id", [name]);
  const outlet = await value("INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES ($1, 'Main', 'Europe/Vienna') RETURNING id", [tenant]);
  const other = await value("INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES ($1, 'Harbour', 'Europe/Lisbon') RETURNING id", [tenant]);
  const goods: string[] = [];
  for (const [product, threshold] of [["Rice", null], ["Milk", 5]]) {
    const id = await value("INSERT INTO primeinv.product (tenant_id, name, category) VALUES ($1, $2, 'Food') RETURNING id", [tenant, product]);
    goods.push(await value(
      `INSERT INTO primeinv.variation (tenant_id, product_id, name, sku, price, cost, low_stock_threshold)
       VALUES ($1, $2, 'Bag', upper($3), 9.90, 6, $4) RETURNING id`, [tenant, id, product, threshold]));
  }
  for (const id of goods) await sql("SELECT primeinv.add_stock($1, $2, $3, batch_number => 'B1')", [id, stock, outlet]);
  const user = (level: string) => `${name}_${level}`;
  for (const level of ["app", "manager", "reader"]) await makeUser(user(level), tenant, level);
  return { tenant, outlet, other, rice: goods[0]!, milk: goods[1]!, clerk: user("app"), manager: user("manager"), analyst: user("reader") };
}

export async function makeUser(name: string, tenant: string, level: string): Promise<void> {
  await sql(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  await sql("SELECT primeinv.grant_tenant($1, $2, $3)", [name, tenant, level]);
  await sql(`GRANT ${name} TO gateway`);
}

/** Every file ends with this: what the data can show of the promises holds. */
export async function brokenPromises(): Promise<unknown[]> {
  return sql("SELECT * FROM primeinv.check_promises()");
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Waits for what will come; a test's own limit ends it. */
export async function until(condition: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} s in vain`);
    await sleep(20);
  }
}
