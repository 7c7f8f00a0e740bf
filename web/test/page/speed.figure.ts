// How long a person waits for the page: no test, figures for docs/web.md (test/bench/page).
import { fileURLToPath } from "node:url";
import { brokenPromises, sql, startGateway, stopGateways, admin } from "../tool.js";
import { launch, makeMarket, Person } from "./browser.js";

const rounds = Number(process.env.ROUNDS ?? 9);

const gateway = await startGateway();
const browser = await launch();
const market = await makeMarket("speed");
await sql("INSERT INTO primeinv.product (tenant_id, name, category) SELECT $1, 'Item ' || n, 'Many' FROM generate_series(1, 20000) n", [
  market.tenant,
]);
await sql(
  `INSERT INTO primeinv.variation (tenant_id, product_id, name, price, cost, low_stock_threshold)
   SELECT tenant_id, id, 'Piece', 2, 1, 5 FROM primeinv.product WHERE tenant_id = $1 AND category = 'Many' ORDER BY id`,
  [market.tenant],
);
await sql(
  `SELECT count(primeinv.add_stock(v.id, 10, $2, 'B', current_date + 30, 1))
   FROM primeinv.variation v JOIN primeinv.product p ON p.id = v.product_id WHERE v.tenant_id = $1 AND p.category = 'Many'`,
  [market.tenant, market.main],
);
await sql("VACUUM ANALYZE");

const times = new Map<string, number[]>();
const note = (what: string, milliseconds: number): void => void times.set(what, [...(times.get(what) ?? []), milliseconds]);

/** Milliseconds from what is done to the text being there, by the page's own clock. */
async function until(who: Person, where: string, text: RegExp, act: () => Promise<unknown>): Promise<number> {
  await who.page.evaluate(
    ([selector, source]) => {
      const shown = new RegExp(source!);
      const start = { at: 0 };
      const begin = (): void => void (start.at ||= performance.now());
      for (const event of ["keydown", "hashchange"]) addEventListener(event, (one) => (event === "hashchange" || (one as KeyboardEvent).key === "Enter") && begin(), true);
      Object.assign(window, {
        waited: new Promise<number>((resolve) => {
          const look = (): void => {
            const found = [...document.querySelectorAll(selector!)].some((one) => shown.test(one.textContent ?? ""));
            if (start.at && found) resolve(performance.now() - start.at);
            else requestAnimationFrame(look);
          };
          look();
        }),
      });
    },
    [where, text.source],
  );
  await act();
  return who.page.evaluate(() => (window as unknown as { waited: Promise<number> }).waited);
}

for (let round = 0; round < rounds; round++) {
  const who = await Person.come(browser, gateway);
  await who.page.goto(`${gateway.url}/`);
  await who.page.locator("input[name=user]").waitFor();
  note("first paint of the login, nothing cached", await who.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime));
  await who.logIn(market.clerk);
  await who.page.reload();
  await who.page.locator(".cards strong").first().waitFor();
  note("first paint after login", await who.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime));

  const go = (screen: string) => () => who.page.evaluate((hash) => (location.hash = hash), `#/${screen}`);
  note("Stock, its first page", await until(who, "table.data tbody th", /Butter/, go("stock")));

  // A page far down, by the pager, as a person would go there from the one before: until its rows are there, not its label.
  await who.open("stock?page=299");
  await who.main.locator("table.data tbody th", { hasText: /Item|Orange|Rye/ }).first().waitFor();
  const before = await who.main.locator("table.data tbody th").first().innerText();
  note(
    "Stock, page 301 of 401",
    await until(who, "table.data tbody tr:first-child th", new RegExp(`^(?!${before.split("\n")[0]!.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})`), async () => {
      await who.main.getByRole("button", { name: "Next" }).focus();
      await who.page.keyboard.press("Enter");
    }),
  );

  await who.open("count");
  await who.main.getByLabel("What is counted").fill("Figures");
  await who.button("Start counting").click();
  await who.main.getByText("Scan the first item").waitFor();
  await who.page.waitForTimeout(2000); // the sheet of 20,000 lines is read in the background
  await who.scan(market.goods.COF!.barcode);
  await who.main.locator(".count-lines li", { hasText: "Coffee" }).waitFor();
  note("a scan to its line in a count", await until(who, ".count-lines li", /Orange juice/, () => who.scan(market.goods.OJ!.barcode)));
  await who.main.getByTestId("save-state").getByText("All saved").waitFor();
  await who.leave();
}

console.log(`\n| from | milliseconds, median | lowest to highest |\n| --- | --- | --- |`);
for (const [what, all] of times) {
  const sorted = all.sort((one, other) => one - other);
  const shown = (at: number): string => sorted[at]!.toFixed(0);
  console.log(`| ${what} | ${shown(Math.floor(sorted.length / 2))} | ${shown(0)} to ${shown(sorted.length - 1)} |`);
}
const broken = await brokenPromises();
await browser.close();
await stopGateways();
await admin.end();
if (broken.length) throw new Error(`${fileURLToPath(import.meta.url)}: a promise is broken: ${JSON.stringify(broken)}`);
