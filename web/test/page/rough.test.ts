// Rough handling: fast scanners, double taps, lost answers, two tabs, wrong clocks, strange names and numbers, the way back, paper.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, BrowserContextOptions } from "playwright-core";
import { brokenPromises, type Gateway, sql, startGateway, until, value } from "../tool.js";
import { launch, makeMarket, type Market, onHand, type Person, visit } from "./browser.js";

let gateway: Gateway;
let browser: Browser;
let market: Market;

before(async () => {
  gateway = await startGateway();
  browser = await launch();
  market = await makeMarket("rough");
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const person = (user: string, work: (who: Person) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> =>
  visit(browser, gateway, options, async (who) => {
    await who.logIn(user);
    await work(who);
  });

const count = async (table: string, where: string, values: unknown[] = []): Promise<number> =>
  Number(await value(`SELECT count(*) FROM primeinv.${table} WHERE tenant_id = $1 AND ${where}`, [market.tenant, ...values]));

/** Two presses as close together as a nervous finger makes them, wherever what was pressed has gone meanwhile. */
async function twice(who: Person, name: string | RegExp): Promise<void> {
  const box = (await who.button(name).boundingBox())!;
  await who.page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 2, { delay: 20 });
}

test("a scanner faster than the network, every other answer lost: each scan is in the cart, once", () =>
  person(market.clerk, async (who) => {
    await who.open("till");
    let calls = 0;
    await who.context.route(/\/rpc\/(create_sale|add_sale_item|update_sale_item)/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      if (++calls % 2 === 0) return route.continue();
      await route.fetch(); // the database has it
      return route.abort("connectionreset"); // the page does not know
    });
    const field = who.main.getByRole("combobox");
    for (const sku of ["YOG", "OJ", "YOG", "YOG", "OJ"]) {
      await field.fill(market.goods[sku]!.barcode);
      await field.press("Enter");
      await until(async () => (await field.inputValue()) === "");
    }
    await who.main.getByTestId("till-waiting").waitFor({ state: "detached" });
    await until(async () => (await who.main.getByLabel("Quantity of Yoghurt - Plain 500g").inputValue()) === "3");
    const sale = new URLSearchParams(new URL(who.page.url()).hash.split("?")[1]).get("sale");
    const lines = await sql("SELECT product_name, quantity::float FROM primeinv.sale_item WHERE sale_id = $1 ORDER BY 1", [sale]);
    assert.deepEqual(lines, [
      { product_name: "Orange juice - 1l", quantity: 2 },
      { product_name: "Yoghurt - Plain 500g", quantity: 3 },
    ]);
    assert.equal(await count("sale", "true"), 1);
    // Six taps on plus are six more, however slow the answers.
    const more = who.main.getByRole("button", { name: "One more: Yoghurt - Plain 500g" });
    for (let tap = 0; tap < 6; tap++) await more.click();
    await until(async () => (await who.main.getByLabel("Quantity of Yoghurt - Plain 500g").inputValue()) === "9");
    // Without a network a scan waits, and is done when it is back; nothing is paid meanwhile.
    await who.context.setOffline(true);
    await who.main.getByRole("button", { name: "One less: Yoghurt - Plain 500g" }).click();
    await who.main.getByTestId("till-waiting").getByText("1 to send").waitFor();
    assert.ok(await who.page.locator(".pay").isDisabled());
    await who.context.setOffline(false);
    await until(async () => (await who.main.getByLabel("Quantity of Yoghurt - Plain 500g").inputValue()) === "8");
    await who.button("Cancel the cart").click();
    await who.dialog.getByRole("button", { name: "Cancel the cart" }).click();
    await who.main.getByText("Scan the first item.").waitFor();
  }));

test("double taps: what writes writes once, and a second tap that meets another button is not heard", () =>
  person(market.manager, async (who) => {
    await who.open(`receive?variation=${market.goods.COF!.id}`);
    await who.main.getByLabel(/^Quantity/).fill("4");
    await twice(who, "Receive");
    await who.main.getByText(/Received 4 of Coffee/).waitFor();
    assert.equal(await onHand(market, "COF"), 24);

    await who.open("customers/new");
    await who.main.getByLabel(/^Name/).fill("Twice");
    await twice(who, "Create customer");
    await who.main.getByRole("heading", { name: "Twice" }).waitFor();
    assert.equal(await count("customer", "name = 'Twice'"), 1);

    await who.open("count");
    await who.main.getByLabel("What is counted").fill("Double");
    await twice(who, "Start counting");
    await who.main.getByText("Scan the first item").waitFor();
    await who.main.getByTestId("save-state").getByText("All saved").waitFor();
    assert.equal(await count("stock_take", "description = 'Double'"), 1);

    // Whoever types faster than the database tells what lies there is asked about what lies there, and not about nothing.
    await who.context.route(/\/stock_level/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      await route.continue();
    });
    await who.open(`damage?variation=${market.goods.COF!.id}`);
    await who.main.getByLabel(/^Quantity/).fill("2");
    await who.main.getByLabel(/^Reason/).fill("Broken");
    await who.button(/^Record damage/).click();
    await who.dialog.getByText("24 → 22").waitFor();
    await twice(who, /^Record damage/);
    await who.main.getByText(/24 became 22/).waitFor();
    await who.context.unroute(/\/stock_level/);
    assert.equal(await count("stock_movement", "movement_type = 'damage'"), 1);

    await who.open("till");
    await who.scan(market.goods.OJ!.barcode);
    await who.main.locator(".cart li").waitFor();
    await who.page.waitForTimeout(450);
    await twice(who, /^Pay/);
    await who.dialog.getByLabel("Amount", { exact: true }).fill("5");
    await twice(who, "Complete the sale");
    await who.main.locator(".receipt").waitFor();
    assert.equal(await count("sale", "status = 'COMPLETED'"), 1);
    assert.equal(await count("payment", "true"), 1);

    // A refund that was asked for: Approve gives way to Pay out under the finger.
    await sql(
      `SELECT primeinv.request_refund(s.id, jsonb_build_array(jsonb_build_object('sale_item_id', i.id, 'quantity', 1)), 'Off')
       FROM primeinv.sale s JOIN primeinv.sale_item i ON i.sale_id = s.id WHERE s.tenant_id = $1 AND s.status = 'COMPLETED'`,
      [market.tenant],
    );
    await who.open("till?show=sales");
    await who.button("Approve").waitFor();
    const box = (await who.button("Approve").boundingBox())!;
    await who.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await who.button("Pay out").waitFor();
    // The second tap, as near and as soon as it would come: by the browser's own events, for this machine may be slower than a finger.
    const heard = await who.button("Pay out").evaluate((button) => {
      let pressed = 0;
      button.addEventListener("click", (event) => (event.stopImmediatePropagation(), pressed++), { once: true });
      for (const target of [document.querySelector(".tabs [aria-current]")!, button])
        target.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, detail: 1, clientX: 5, clientY: 5 }));
      return pressed;
    });
    assert.equal(heard, 0);
    assert.equal(await value("SELECT status FROM primeinv.refund WHERE tenant_id = $1", [market.tenant]), "APPROVED");
  }));

test("a lost answer to what has no request id: a new customer is made once", () =>
  person(market.clerk, async (who) => {
    await who.open("customers/new");
    await who.main.getByLabel(/^Name/).fill("Lost & found, \"GmbH\"");
    await who.main.getByLabel("Telephone").fill("+43 1 (2)");
    let lost = false;
    await who.context.route(/\/customer$/, async (route) => {
      if (lost) return route.continue();
      lost = true;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await who.button("Create customer").click();
    await who.main.getByText("There is no connection just now.").waitFor();
    await who.button("Create customer").click();
    await who.main.getByRole("heading", { name: "Lost & found" }).waitFor();
    assert.equal(await count("customer", "name LIKE 'Lost%'"), 1);
  }));

test("a receipt of goods without a network, pressed again with it: booked once; changed meanwhile, it is said", () =>
  person(market.clerk, async (who) => {
    const { SOAP } = market.goods;
    const had = await onHand(market, "SOAP");
    await who.open(`receive?variation=${SOAP!.id}`);
    await who.main.getByLabel(/^Quantity/).fill("5");
    await who.context.route(/\/rpc\/add_stock/, async (route) => {
      await route.fetch().catch(() => undefined);
      await route.abort("connectionreset");
    });
    await who.button("Receive").click();
    await who.main.getByText("There is no connection just now.").waitFor();
    await who.context.unroute(/\/rpc\/add_stock/);
    await who.main.getByLabel(/^Quantity/).fill("6");
    await who.button("Receive").click();
    await who.main.getByText(/What was asked for first has been booked/).waitFor();
    assert.equal(await onHand(market, "SOAP"), had + 5);
  }));

test("two tabs: who logs in in one is who works in the other", () =>
  person(market.clerk, async (who) => {
    const other = await who.context.newPage();
    await other.goto(`${gateway.url}/`);
    await other.locator(".frame").waitFor();
    await other.getByRole("button", { name: /settings/ }).click();
    await other.getByRole("button", { name: "Log out" }).click();
    await who.page.locator("input[name=user]").waitFor();
    await other.locator("input[name=user]").fill(market.manager);
    await other.locator("input[name=password]").fill(market.manager);
    await other.keyboard.press("Enter");
    await other.locator(".frame").waitFor();
    await who.page.getByRole("button", { name: `Account and settings: ${market.manager}` }).waitFor();
    await who.page.locator(".side").getByText("Adjust").waitFor();
  }));

test("a session that ends in the midst of a count: after the login it goes on where it was, and nothing is lost", () =>
  person(market.clerk, async (who) => {
    await who.open("count");
    await who.main.getByLabel("What is counted").fill("Expiring");
    await who.button("Start counting").click();
    await who.scan(market.goods.BUT!.barcode);
    await who.main.locator(".count-lines li", { hasText: "Butter" }).waitFor();
    await who.main.getByTestId("save-state").getByText("All saved").waitFor();
    await who.context.setOffline(true);
    await who.scan(market.goods.BUT!.barcode);
    await who.main.getByText("Offline: 1 kept here").waitFor();
    await who.context.clearCookies();
    await who.context.setOffline(false);
    await who.page.locator("input[name=user]").waitFor();
    await who.page.locator("input[name=user]").fill(market.clerk);
    await who.page.locator("input[name=password]").fill(market.clerk);
    await who.page.keyboard.press("Enter");
    await who.main.getByRole("heading", { name: "Expiring" }).waitFor();
    await who.main.getByTestId("save-state").getByText("All saved").waitFor();
    assert.equal(
      Number(
        await value(
          "SELECT i.counted_quantity FROM primeinv.stock_take_item i JOIN primeinv.stock_take t ON t.id = i.stock_take_id WHERE t.tenant_id = $1 AND t.description = 'Expiring'",
          [market.tenant],
        ),
      ),
      2,
    );
  }));

/** What people call things. */
const names = [
  `${"Hand-picked mountain blossom honey of the upper valley ".repeat(4)}X`.slice(0, 200),
  "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenhersteller".repeat(3).slice(0, 200),
  "عسل جبلي طبيعي \u202e500g",
  "🍯🐝 Miel 👩🏽‍🌾 ".repeat(8),
  "<img src=x onerror=\"document.title='hit'\"><script>document.title='hit'</script><b>bold",
];

for (const [device, viewport] of [
  ["a phone", { width: 360, height: 740 }],
  ["a phone on its side", { width: 740, height: 360 }],
  ["a desk at 400 %", { width: 320, height: 256 }],
] as const)
  test(`names of 200 characters, from right to left, of pictures, of HTML; huge numbers; ${device}`, () =>
    person(
      market.manager,
      async (who) => {
        if (device === "a phone") {
          for (const [index, name] of names.entries()) {
            const id = await value(
              `WITH p AS (INSERT INTO primeinv.product (tenant_id, name, category) VALUES ($1, $2, 'Strange') RETURNING id)
               INSERT INTO primeinv.variation (tenant_id, product_id, name, sku, price, cost, tax_rate)
               SELECT $1, id, $2, 'STRANGE' || $3::text, 99999.99, 88888.88, 10 FROM p RETURNING id`,
              [market.tenant, name, index],
            );
            await sql("SELECT primeinv.add_stock($1, 99999999, $2, 'LONG-BATCH-NUMBER-OF-A-SUPPLIER-' || $3::text, current_date + 9, 88888.88)", [
              id,
              market.main,
              index,
            ]);
          }
          await sql("UPDATE primeinv.customer SET name = $2 WHERE id = $1", [market.customer, names[0]]);
        }
        const cart = await value("SELECT primeinv.create_sale($1, customer_id => $2)", [market.main, market.customer]);
        const strange = await sql<{ id: string }>("SELECT id FROM primeinv.variation WHERE tenant_id = $1 AND sku LIKE 'STRANGE%'", [
          market.tenant,
        ]);
        for (const { id } of strange) await sql("SELECT primeinv.add_sale_item($1, $2, 3)", [cart, id]);
        const sold = await value(
          `SELECT id FROM primeinv.checkout($1, jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'quantity', 1000)),
             '[{"method": "CASH", "amount": 200000000}]')`,
          [market.main, strange[0]!.id],
        );
        const take = await value(
          "SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => $3, items => (SELECT jsonb_agg(jsonb_build_object('variation_id', v, 'counted_quantity', 12345678)) FROM unnest($2::bigint[]) v))",
          [market.main, strange.map((one) => one.id), names[1]],
        );
        const screens = [
          "stock?category=Strange",
          `receive?variation=${strange[1]!.id}`,
          `adjust?variation=${strange[3]!.id}`,
          `till?sale=${cart}`,
          "till",
          `till?receipt=${sold}`,
          "till?show=sales",
          `count/${take}`,
          "count",
          "products?q=honey",
          `customers/${market.customer}`,
          "reports/valuation",
          "reports/movements",
          "alerts",
          "dashboard",
        ];
        const found: string[] = [];
        for (const screen of screens) {
          await who.open(screen);
          await who.page.waitForFunction(() => !document.querySelector(".waiting, .bone"));
          const wide = await who.page.evaluate(() => {
            const excess = document.documentElement.scrollWidth - innerWidth;
            const out = [...document.querySelectorAll("main *, dialog *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-frame, .sr-only, table"))
              .map((one) => `${one.tagName}.${one.className}`);
            return excess > 0 ? `${excess} too wide: ${out.slice(0, 4).join(", ")}` : "";
          });
          if (wide) found.push(`${screen}: ${wide}`);
        }
        assert.deepEqual(found, []);
        assert.notEqual(await who.page.title(), "hit");
        await sql("SELECT primeinv.cancel_sale($1)", [cart]);
        await sql("SELECT primeinv.cancel_stock_take($1)", [take]);
      },
      { viewport },
    ));

test("numbers as a German browser writes them, in a page in English; those of an English one; of Arabic ones", async () => {
  const stock = async (who: Person, text: string): Promise<number> => {
    await who.open(`adjust?variation=${market.goods.ROLL!.id}`);
    await who.main.getByText("= Total").click();
    await who.main.getByLabel(/^Total on hand/).fill(text);
    await who.main.getByLabel(/^Reason/).fill("Numbers");
    await who.button(/^Correct/).click();
    await who.dialog.getByRole("button", { name: "Correct" }).click();
    await who.main.getByText(/became/).first().waitFor();
    await who.open("nowhere");
    return onHand(market, "ROLL");
  };
  await person(
    market.manager,
    async (who) => {
      assert.equal(await stock(who, "1.234,5"), 1234.5);
      assert.equal(await stock(who, "2.345"), 2345); // as this page writes two thousand
      assert.equal(await stock(who, "1,5"), 1.5);
      assert.equal(await stock(who, "7.25"), 7.25); // no group of thousands has two digits
      await who.open(`adjust?variation=${market.goods.ROLL!.id}`);
      assert.equal(await who.main.getByTestId("on-hand").innerText(), "7,25");
      await who.open("dashboard");
      await until(async () => /^[\d.]+\s€$/.test(await who.main.locator(".card strong").nth(3).innerText()));
    },
    { locale: "de-DE" },
  );
  await person(market.manager, async (who) => {
    assert.equal(await stock(who, "1,234"), 1234);
    assert.equal(await stock(who, "3,5"), 3.5);
    assert.equal(await stock(who, "٤٫٥"), 4.5);
    assert.equal(await stock(who, "1,234.5"), 1234.5);
    // What is no number is refused beside its field, and nothing is changed.
    for (const text of ["1.234,5", "many", "99999999999999999999", "-3"]) {
      await who.open("nowhere");
      await who.open(`adjust?variation=${market.goods.ROLL!.id}`);
      await who.main.getByText("= Total").click();
      await who.main.getByLabel(/^Total on hand/).fill(text);
      await who.main.getByLabel(/^Reason/).fill("Numbers");
      await who.button(/^Correct/).click();
      await who.dialog.getByRole("button", { name: "Correct" }).click();
      const refusal = who.main.locator(".field", { hasText: "Total on hand" }).getByRole("alert");
      await refusal.waitFor();
      assert.doesNotMatch(await refusal.innerText(), /constraint|syntax|overflow/, text);
    }
    assert.equal(await onHand(market, "ROLL"), 1234.5);
    assert.equal(await stock(who, "0"), 0);
  });
});

test("a device whose clock is a day fast: holds, ages and the order of scans are by the server's", () =>
  visit(browser, gateway, {}, async (who) => {
    await who.context.addInitScript(() => {
      const real = Date.now.bind(Date);
      Date.now = () => real() + 86_400_000;
    });
    await who.logIn(market.clerk);
    await who.open("till");
    await who.scan(market.goods.YOG!.barcode);
    await who.main.getByText(/Held for you for another (30:0\d|29:\d\d)/).waitFor();
    await who.button("Cancel the cart").click();
    await who.dialog.getByRole("button", { name: "Cancel the cart" }).click();
    await who.main.getByText("Scan the first item.").waitFor();
    await sql("SELECT primeinv.refresh_alerts()");
    await who.open("alerts");
    await who.main.locator(".list li small").first().waitFor();
    assert.doesNotMatch(await who.main.innerText(), /hours ago|yesterday|day ago/);
  }));

test("the way back: not into a sale that is paid, and a question asked elsewhere is not answered", () =>
  person(market.clerk, async (who) => {
    await who.open("dashboard");
    await who.open("till");
    await who.scan(market.goods.YOG!.barcode);
    await who.button(/^Pay/).click();
    await who.dialog.getByLabel("Amount", { exact: true }).fill("5");
    await who.dialog.getByRole("button", { name: "Complete the sale" }).click();
    await who.main.locator(".receipt").waitFor();
    await who.page.goBack();
    await who.main.getByRole("heading", { name: "Dashboard" }).waitFor();
    await who.page.goForward();
    await who.main.locator(".receipt").waitFor();

    await who.open(`damage?variation=${market.goods.OJ!.id}`);
    await who.main.getByLabel(/^Quantity/).fill("1");
    await who.main.getByLabel(/^Reason/).fill("Broken");
    await who.button(/^Record damage/).click();
    await who.dialog.waitFor();
    await who.page.goBack();
    await who.dialog.waitFor({ state: "detached" });
    for (const address of ["%E0%A4%A", "stock/%zz?page=-4", "stock?page=1e9&level=none", "stock?page=NaN", "reports/__proto__", "count/undefined", "till?sale=x"]) {
      await who.page.goto(`${gateway.url}/#/${address}`);
      await who.page.reload();
      await who.page.locator("main h1").first().waitFor();
    }
  }));

test("a product's picture: a photograph fits its column; what is no picture is said", () =>
  person(market.manager, async (who) => {
    const product = await value("SELECT product_id FROM primeinv.variation WHERE id = $1", [market.goods.COF!.id]);
    await who.open(`products/${product}`);
    const photo = await who.page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 1600, height: 1200 });
      const on = canvas.getContext("2d")!;
      for (let n = 0; n < 4000; n++) {
        on.fillStyle = `hsl(${(n * 137) % 360} 70% ${30 + (n % 50)}%)`;
        on.fillRect((n * 7919) % 1600, (n * 104729) % 1200, 120, 90);
      }
      const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), "image/jpeg", 0.9));
      return [...new Uint8Array(await blob.arrayBuffer())];
    });
    const file = who.main.locator("input[type=file]");
    await file.setInputFiles({ name: "coffee.jpg", mimeType: "image/jpeg", buffer: Buffer.from(photo) });
    await who.main.locator(".picture.large img").waitFor();
    const kept = await value("SELECT image FROM primeinv.product WHERE id = $1", [product]);
    assert.match(kept, /^data:image\/(webp|jpeg);base64,/);
    await file.setInputFiles({ name: "no.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") });
    await who.page.getByText("This file is no picture that the browser can read.").waitFor();
    await who.button("Without picture").click();
    await who.main.locator(".picture.large img").waitFor({ state: "detached" });
  }));

test("on paper there is the receipt and nothing else, in dark letters, also at night", () =>
  person(
    market.clerk,
    async (who) => {
      const sale = await value("SELECT max(id) FROM primeinv.sale WHERE tenant_id = $1 AND status = 'COMPLETED'", [market.tenant]);
      await who.open(`till?receipt=${sale}`);
      await who.main.locator(".receipt").waitFor();
      await who.page.emulateMedia({ media: "print", colorScheme: "dark" });
      const seen = await who.page.evaluate(() =>
        [...document.querySelectorAll("header.top, nav, .messages, .screen-head, button")].filter((one) => one.getClientRects().length > 0).map((one) => one.className),
      );
      assert.deepEqual(seen, []);
      assert.equal(await who.main.locator(".receipt h2").evaluate((one) => getComputedStyle(one).color), "rgb(17, 17, 17)");
      assert.equal(await who.page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(255, 255, 255)");
    },
    { colorScheme: "dark" },
  ));

test("the promises hold", async () => {
  assert.deepEqual(await brokenPromises(), []);
});
