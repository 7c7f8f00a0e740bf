// Builds the gateway (dist/gateway.mjs), the page (dist/page) and, with --tests, the tests (dist/test).
// Says how large the page is, and fails where it is larger than a phone on a poor line should have to fetch.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { basename, extname, join, relative } from "node:path";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";

const PAGE_LIMIT = 150 * 1024; // bytes, compressed, all scripts and styles together, without WebAssembly
const root = fileURLToPath(new URL(".", import.meta.url));
const at = (...parts) => join(root, ...parts);
const tests = process.argv.includes("--tests");
process.stdout.on("error", () => {}); // whoever reads of the sizes may go

const common = { absWorkingDir: root, bundle: true, logLevel: "warning", legalComments: "none", charset: "utf8" };

/** Every file below a folder, with forward slashes, sorted. */
async function files(folder) {
  if (!existsSync(folder)) return [];
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    found.push(...(entry.isDirectory() ? await files(path) : [path]));
  }
  return found.sort();
}

/** Bundles what Node runs. pg looks for an optional native module and for a Cloudflare socket; neither is ours. */
function forNode(entryPoints, out) {
  return build({
    ...common,
    entryPoints,
    ...out,
    platform: "node",
    target: "node18",
    format: "esm",
    outExtension: { ".js": ".mjs" },
    sourcemap: "linked",
    external: ["pg-native", "cloudflare:sockets", "playwright-core", "axe-core"],
    banner: { js: "import { createRequire as _require } from 'node:module'; const require = _require(import.meta.url);" },
  });
}

async function buildPage() {
  const out = at("dist/page");
  const entries = { main: "src/page/main.tsx" };
  const result = await build({
    ...common,
    entryPoints: entries,
    outdir: "dist/page/assets",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    loader: { ".wasm": "file", ".svg": "file", ".woff2": "file" },
    publicPath: "/assets",
    platform: "browser",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    format: "esm",
    splitting: true,
    minify: true,
    metafile: true,
    jsx: "automatic",
    jsxImportSource: "preact",
  });
  await copyReader(out);
  if (existsSync(at("src/page/static"))) await cp(at("src/page/static"), out, { recursive: true });
  await writeIndex(out, result.metafile);
  await buildWorker(out);
  await compress(out);
}

/** The bar code reader's WebAssembly is fetched by the page from here, never from elsewhere: /assets/zxing_reader.wasm. */
async function copyReader(out) {
  const wasm = at("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  if (existsSync(wasm)) await cp(wasm, join(out, "assets/zxing_reader.wasm"));
}

/** index.html names the bundles, whose names change with their content. */
async function writeIndex(out, metafile) {
  const main = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint === "src/page/main.tsx");
  const script = "/assets/" + basename(main[0]);
  const style = main[1].cssBundle ? "/assets/" + basename(main[1].cssBundle) : "";
  const html = (await readFile(at("src/page/index.html"), "utf8"))
    .replace("%STYLE%", style)
    .replace("%SCRIPT%", script);
  await writeFile(join(out, "index.html"), html);
}

/** The service worker knows by name what it keeps for use without a network: all of the page. */
async function buildWorker(out) {
  const source = at("src/page/worker.ts");
  if (!existsSync(source)) return;
  const paths = (await files(out)).filter((file) => !file.endsWith(".map")).map((file) => "/" + relative(out, file).replaceAll("\\", "/"));
  const digest = createHash("sha256");
  for (const path of paths) digest.update(path).update(await readFile(join(out, path)));
  await build({
    ...common,
    entryPoints: [source],
    outfile: join(out, "worker.js"),
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    format: "iife",
    minify: true,
    define: {
      __ASSETS__: JSON.stringify(paths.map((path) => (path === "/index.html" ? "/" : path))),
      __VERSION__: JSON.stringify(digest.digest("hex").slice(0, 16)),
    },
  });
}

/** Compressed copies beside the files, which the gateway sends as they are, and the sizes. */
async function compress(out) {
  let total = 0;
  const rows = [];
  for (const file of await files(out)) {
    if (![".js", ".css", ".html", ".wasm", ".svg", ".webmanifest", ".json"].includes(extname(file))) continue;
    const bytes = await readFile(file);
    const br = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
    const gz = gzipSync(bytes, { level: 9 });
    await writeFile(file + ".br", br);
    await writeFile(file + ".gz", gz);
    if (extname(file) !== ".wasm") total += gz.length;
    rows.push([relative(out, file), bytes.length, gz.length, br.length]);
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  const line = (name, ...sizes) => console.log(name.padEnd(width), ...sizes.map((size) => String(size).padStart(9)));
  line("page", "bytes", "gzip", "brotli");
  for (const row of rows) line(...row);
  console.log(`page without WebAssembly: ${(total / 1024).toFixed(1)} KB by gzip (at most ${PAGE_LIMIT / 1024})`);
  if (total > PAGE_LIMIT) throw new Error("the page is too large");
}

await rm(at("dist"), { recursive: true, force: true });
await mkdir(at("dist"), { recursive: true });
await forNode({ gateway: "src/gateway/main.ts" }, { outdir: "dist" });
await buildPage();
if (tests) await forNode((await files(at("test"))).filter((file) => /\.(test|figure)\.tsx?$/.test(file)), { outdir: "dist/test", outbase: "test" });
console.log(`gateway: ${((await stat(at("dist/gateway.mjs"))).size / 1024).toFixed(0)} KB`);
