// Serves the built page. Every file is read into memory at the start, so a request names a key of a map and no path on disk.
import type { HttpBindings } from "@hono/node-server";
import type { Context, Hono } from "hono";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

type Env = { Bindings: HttpBindings };

interface File {
  type: string;
  etag: string;
  body: Uint8Array;
  br: Uint8Array | undefined;
  gz: Uint8Array | undefined;
}

function readFiles(folder: string, prefix = "/", files = new Map<string, File>()): Map<string, File> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) readFiles(path, `${prefix}${entry.name}/`, files);
    else if (TYPES[extname(entry.name)]) files.set(prefix + entry.name, readFile(path));
  }
  return files;
}

function readFile(path: string): File {
  const body = readFileSync(path);
  const packed = (suffix: string) => (existsSync(path + suffix) ? readFileSync(path + suffix) : undefined);
  return {
    type: TYPES[extname(path)]!,
    etag: `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`,
    body,
    br: packed(".br"),
    gz: packed(".gz"),
  };
}

function send<E extends Env>(c: Context<E>, path: string, file: File): Response {
  // Names below /assets/ change with their content, but for the reader's WebAssembly, which keeps its own.
  const lasting = path.startsWith("/assets/") && /-[A-Z0-9]{8}\./.test(path);
  c.header("Cache-Control", lasting ? "public, max-age=31536000, immutable" : "no-cache");
  c.header("ETag", file.etag);
  c.header("Vary", "Accept-Encoding");
  if (c.env.incoming.headers["if-none-match"]?.includes(file.etag)) return c.body(null, 304);
  c.header("Content-Type", file.type);
  const accepted = c.env.incoming.headers["accept-encoding"] ?? "";
  if (file.br && /\bbr\b/.test(accepted)) {
    c.header("Content-Encoding", "br");
    return c.body(file.br as Uint8Array<ArrayBuffer>);
  }
  if (file.gz && /\bgzip\b/.test(accepted)) {
    c.header("Content-Encoding", "gzip");
    return c.body(file.gz as Uint8Array<ArrayBuffer>);
  }
  return c.body(file.body as Uint8Array<ArrayBuffer>);
}

/** Adds a route for each file of the page; "/" is index.html. */
export function servePage<E extends Env>(app: Hono<E>, folder: string): void {
  const files = readFiles(folder);
  const index = files.get("/index.html");
  if (!index) throw new Error(`there is no page in ${folder}: run "npm run build" in web/`);
  app.get("/", (c) => send(c, "/", index));
  for (const [path, file] of files) app.get(path, (c) => send(c, path, file));
}
