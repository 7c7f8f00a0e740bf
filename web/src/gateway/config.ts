// What the gateway is told by its environment, checked once at the start.
// Where the database is, PGHOST, PGPORT, PGDATABASE, PGUSER, PGPASSWORD or PGPASSFILE say, as for every client of PostgreSQL.

export interface Config {
  /** Where it listens. */
  host: string;
  port: number;
  /** The origins a browser may post from: scheme, host and port as the address bar has them. */
  origins: string[];
  /** How many proxies stand before it, whose X-Forwarded-For is believed. */
  proxies: number;
  /** Whether the cookie travels by HTTPS alone. */
  secureCookie: boolean;
  /** Connections to the database for requests; one more listens for alerts. */
  connections: number;
  /** How long a session lives unused, and in all, in milliseconds. */
  sessionIdle: number;
  sessionLife: number;
  /** Where sessions outlive a restart (digests, no secrets); empty: they do not. */
  sessionFile: string;
  /** Largest body, in bytes. */
  bodyLimit: number;
  /** Requests a second that one session, or one address without a session, may make; four seconds' worth at once. */
  rate: number;
  /** The most rows of one answer. */
  maxRows: number;
  /** The longest a statement may take, in milliseconds: what reads, what changes. */
  readTimeout: number;
  writeTimeout: number;
  /** How long nothing may move on a connection, in milliseconds: a reader who does not read holds his answer in our memory. */
  stallTimeout: number;
  /** The folder of the built page. */
  page: string;
}

type Environment = Record<string, string | undefined>;

function integer(env: Environment, name: string, preset: number, min: number, max: number): number {
  const text = env[name];
  if (text === undefined || text === "") return preset;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new Error(`${name} must be a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function origin(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`WEB_ORIGIN: "${text}" is no origin such as https://shop.example`);
  }
  if (!/^https?:$/.test(url.protocol) || url.origin !== text.replace(/\/$/, ""))
    throw new Error(`WEB_ORIGIN: "${text}" is no origin such as https://shop.example`);
  return url.origin;
}

/** The addresses a person on this machine types, for whom nobody had to configure anything. */
function ownOrigins(port: number): string[] {
  return ["localhost", "127.0.0.1", "[::1]"].map((name) => `http://${name}:${port}`);
}

export function readConfig(env: Environment, page: string): Config {
  const port = integer(env, "WEB_PORT", 8080, 0, 65535);
  const named = (env.WEB_ORIGIN ?? "").split(/[\s,]+/).filter((word) => word !== "").map(origin);
  const origins = named.length > 0 ? named : ownOrigins(port);
  return {
    host: env.WEB_HOST || "127.0.0.1",
    port,
    origins,
    proxies: integer(env, "WEB_PROXIES", 0, 0, 8),
    secureCookie: origins.every((name) => name.startsWith("https:")),
    connections: integer(env, "WEB_CONNECTIONS", 8, 1, 200),
    sessionIdle: integer(env, "WEB_SESSION_IDLE", 12 * 3600, 60, 30 * 86400) * 1000,
    sessionLife: integer(env, "WEB_SESSION_LIFE", 7 * 86400, 60, 90 * 86400) * 1000,
    sessionFile: env.WEB_SESSION_FILE ?? "",
    bodyLimit: integer(env, "WEB_BODY_LIMIT", 2 * 1024 * 1024, 1024, 64 * 1024 * 1024),
    rate: integer(env, "WEB_RATE", 50, 1, 1000000),
    maxRows: integer(env, "WEB_MAX_ROWS", 10000, 1, 1000000),
    readTimeout: integer(env, "WEB_READ_TIMEOUT", 15, 1, 3600) * 1000,
    writeTimeout: integer(env, "WEB_WRITE_TIMEOUT", 30, 1, 3600) * 1000,
    stallTimeout: integer(env, "WEB_STALL_TIMEOUT", 120, 1, 3600) * 1000,
    page: env.WEB_PAGE || page,
  };
}
