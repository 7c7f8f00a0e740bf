// The blocks of TypeScript in docs/clients.md: "page.mjs write" makes a program of them for the compiler, "page.mjs check" runs that
// and holds what it prints against the page. Prints one line: page: N passed, N failed.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const MARK = "-- next block";
const page = readFileSync(at("../../docs/clients.md"), "utf8");
const blocks = [...page.matchAll(/^```ts\n(.*?)^```\n(?:\n^```text\n(.*?)^```\n)?/gms)].map(([, code, expected]) => ({
  code,
  expected: expected ?? "",
}));

function program() {
  const imports = blocks.flatMap(({ code }) => code.match(/^import .*$/gm) ?? []).join("\n");
  const body = blocks.map(({ code }) => code.replace(/^import .*\n/gm, "") + `console.log("${MARK}");`).join("\n");
  return `// Made by page.mjs from docs/clients.md.
${imports}
import { closeShop, manager as pool, openShop, pageShop } from "./shop.js";

await openShop();
const { tenant, outlet, rice } = await pageShop();
${body}
for (const broken of await closeShop()) console.log(broken);
`;
}

function check() {
  const run = spawnSync(process.execPath, [at("dist/test/page.js")], { encoding: "utf8" });
  const printed = run.stdout.split(`${MARK}\n`);
  let failed = printed.length === blocks.length + 1 && printed.at(-1) === "" ? 0 : 1;
  if (failed) console.log(run.stdout, run.stderr);
  blocks.forEach(({ code, expected }, i) => {
    if (printed[i] === expected) return;
    failed++;
    console.log(`docs/clients.md says otherwise for\n${code}expected\n${expected}got\n${printed[i]}`);
  });
  console.log(`page: ${Math.max(blocks.length - failed, 0)} passed, ${failed} failed`);
  process.exit(failed || blocks.length === 0 ? 1 : 0);
}

if (process.argv[2] === "check") check();
else writeFileSync(at("test/page.ts"), program());
