// Counting without a network: what was scanned survives a reload, and is booked once, whatever was lost on the way.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser } from "playwright-core";
import { brokenPromises, type Gateway, sql, startGateway, until, value } from "../tool.js";
import { launch, makeMarket, type Market, Person, visit } from "./browser.js";

let gateway: Gateway;
let browser: Browser;
let market: Market;

before(async () => {
  gateway = await startGateway();
  browser = await launch();
  market = await makeMarket("offline");
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
});

/** Comes in, starts a count, and has all that the page needs without a network before the work begins. */
const counting = (user: string, description: string, work: (who: Person) => Promise<void>): Promise<void> =>
  visit(browser, gateway, {}, async (who) => {
    await who.logIn(user);
    await who.page.evaluate(() => navigator.serviceWorker.ready);
    await who.open("count");
    if (description !== "") {
      await who.main.getByLabel("What is counted").fill(description);
      await who.button("Start counting").click();
      await who.main.getByText("Scan the first item").waitFor();
    }
    await work(who);
  });

/** The pieces of a line, as the screen has them: kept on the device by then, at least. */
const shows = (who: Person, name: string, pieces: number): Promise<void> =>
  until(
    async () => (await who.main.locator(".count-lines li", { hasText: name }).locator("strong").allInnerTexts()).join() === String(pieces),
  );

const saved = (who: Person): Promise<void> => who.main.getByTestId("save-state").getByText("All saved").waitFor();

const counted = async (description: string): Promise<Record<string, number>> =>
  Object.fromEntries(
    (
      await sql<{ sku: string; counted: number }>(
        `SELECT v.sku, i.counted_quantity::float AS counted FROM primeinv.stock_take_item i JOIN primeinv.stock_take t ON t.id = i.stock_take_id
         JOIN primeinv.variation v ON v.id = i.variation_id WHERE t.tenant_id = $1 AND t.description = $2 ORDER BY 1`,
        [market.tenant, description],
      )
    ).map(({ sku, counted: pieces }) => [sku, pieces]),
  );

const bookings = (): Promise<string> =>
  value("SELECT count(*) FROM primeinv.request WHERE tenant_id = $1 AND function IN ('count_barcode', 'count_item')", [market.tenant]);

test("scans are kept without a network, survive a reload without one, and are booked once when it is back", () =>
  counting(market.clerk, "Aisle 1", async (who) => {
    const before = Number(await bookings());
    for (let piece = 0; piece < 2; piece++) await who.scan(market.goods.OJ!.barcode);
    await shows(who, "Orange juice", 2);
    await saved(who);
    await who.context.setOffline(true);
    for (const code of [market.goods.OJ!.barcode, "15449000000993", market.goods.YOG!.barcode, market.goods.YOG!.barcode])
      await who.scan(code);
    await shows(who, "Orange juice", 9);
    await shows(who, "Yoghurt", 2);
    await who.main.getByText("Offline: 4 kept here").waitFor();
    await who.page.reload();
    await who.main.getByText("Offline: 4 kept here").waitFor();
    await shows(who, "Orange juice", 9);
    await who.scan(market.goods.OJ!.barcode);
    await who.main.getByText("Offline: 5 kept here").waitFor();
    assert.deepEqual(await counted("Aisle 1"), { OJ: 2 });
    await who.context.setOffline(false);
    await saved(who);
    assert.deepEqual(await counted("Aisle 1"), { OJ: 10, YOG: 2 });
    assert.equal(Number(await bookings()) - before, 7);
    await shows(who, "Orange juice", 10);
  }));

test("a count can begin without a network; a scan that the database refuses is said, and mended by hand", () =>
  counting(market.clerk, "", async (who) => {
    await who.open("count/1"); // the goods' names come to the device with the first count that is opened
    await who.open("count");
    await who.context.setOffline(true);
    await who.main.getByLabel("What is counted").fill("Cellar");
    await who.button("Start counting").click();
    await who.scan(market.goods.SOAP!.barcode);
    await who.scan("4999999999990"); // nobody's
    await who.main.getByText("Offline: 2 kept here").waitFor();
    await who.page.reload();
    await who.main.getByText("Offline: 2 kept here").waitFor();
    await who.context.setOffline(false);
    await who.main.getByText("1 scan was not taken").waitFor();
    assert.deepEqual(await counted("Cellar"), { SOAP: 1 });
    await who.button("Choose the item").click();
    await who.dialog.getByRole("combobox").fill("rye");
    await who.dialog.locator(".hits [role=option]").first().click();
    await saved(who);
    await until(async () => (await counted("Cellar")).RYE === 1);
    assert.equal(
      await value("SELECT count(*) FROM primeinv.stock_take WHERE tenant_id = $1 AND description = 'Cellar'", [market.tenant]),
      "1",
    );
  }));

test("answers that are lost on the way, and a second tab, book nothing twice", () =>
  counting(market.clerk, "Lossy", async (who) => {
    let calls = 0;
    await who.context.route(/\/rpc\/count_/, async (route) => {
      if (++calls % 2 === 0) return route.continue();
      await route.fetch(); // the database has it
      return route.abort("connectionreset"); // the page does not know
    });
    const other = await who.context.newPage();
    await other.goto(who.page.url());
    await other.locator(".frame").waitFor();
    await who.page.bringToFront();
    for (let piece = 0; piece < 6; piece++) await who.scan(market.goods.BUT!.barcode);
    await shows(who, "Butter", 6);
    await saved(who);
    assert.deepEqual(await counted("Lossy"), { BUT: 6 });
    assert.ok(calls >= 12);
    await until(async () => /Butter/.test(await other.locator("main").innerText()));
  }));

test("a scan is in its line before any answer", () =>
  counting(market.clerk, "Quick", async (who) => {
    await who.scan(market.goods.COF!.barcode);
    await shows(who, "Coffee", 1);
    await saved(who);
    await who.context.route(/\/rpc\/count_/, async (route) => setTimeout(() => void route.continue().catch(() => undefined), 1500));
    await who.scan(market.goods.COF!.barcode);
    await shows(who, "Coffee", 2);
    assert.match(await who.main.getByTestId("save-state").innerText(), /Sending 1|1 to send/);
    await saved(who);
  }));

test("two people count one shelf at once: each scan counts, and each sees the other's", () =>
  counting(market.clerk, "Shelf", async (one) => {
    const other = await Person.come(browser, gateway);
    await other.logIn(market.second);
    await other.open("count");
    await other.main.locator("a", { hasText: "Shelf" }).click();
    await other.main.getByText("Scan the first item").waitFor();
    const scans = async (who: Person, skus: string[]): Promise<void> => {
      for (const sku of skus) await who.scan(market.goods[sku]!.barcode);
    };
    await Promise.all([
      scans(one, ["OJ", "COF", "OJ", "OJ", "COF", "OJ", "OJ", "OJ"]),
      scans(other, ["OJ", "OJ", "ROLL", "OJ", "COF", "OJ", "OJ", "ROLL"]),
    ]);
    for (const who of [one, other]) await shows(who, "Orange juice", 11);
    for (const who of [one, other]) await saved(who);
    assert.deepEqual(await counted("Shelf"), { COF: 3, OJ: 11, ROLL: 2 });
    await other.leave();
  }));

test("the promises hold", async () => {
  assert.deepEqual(await brokenPromises(), []);
});
