// The camera as a scanner: Chromium's camera films a bar code, and the page reads it.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brokenPromises, type Gateway, startGateway } from "../tool.js";
import { barcode, film, launch, makeMarket, type Market, type Person, visit } from "./browser.js";

let gateway: Gateway;
let market: Market;
const folder = mkdtempSync(join(tmpdir(), "primeinv-camera-"));

before(async () => {
  gateway = await startGateway();
  market = await makeMarket("camera");
});

after(async () => {
  await gateway?.stop();
  rmSync(folder, { recursive: true });
});

async function filmed(modules: boolean[][], work: (who: Person) => Promise<void>): Promise<void> {
  const file = join(folder, "camera.y4m");
  writeFileSync(file, film(modules));
  const browser = await launch([
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    `--use-file-for-fake-video-capture=${file}`,
  ]);
  try {
    await visit(browser, gateway, { permissions: ["camera"] }, async (who) => {
      await who.logIn(market.clerk);
      await work(who);
    });
  } finally {
    await browser.close();
  }
}

test("an EAN-13 before the camera goes into the cart", () =>
  filmed(barcode("EANX", market.goods.YOG!.barcode.slice(0, 12)), async (who) => {
    await who.open("till");
    await who.button("Scan with the camera").click();
    await who.main.locator(".cart li", { hasText: "Yoghurt" }).waitFor();
    assert.equal(await who.dialog.count(), 0); // it closes when it has read
  }));

test("a GS1 DataMatrix before the camera fills in what is received", () =>
  filmed(barcode("DATAMATRIX", "[01]04006381333931[17]270630[10]LOT7[30]24"), async (who) => {
    await who.open("receive");
    await who.button("Scan with the camera").click();
    await who.main.getByLabel("Batch").waitFor();
    assert.equal(await who.main.getByLabel("Batch").inputValue(), "LOT7");
    assert.equal(await who.main.getByLabel("Expiry").inputValue(), "2027-06-30");
    assert.equal(await who.main.getByLabel(/^Quantity/).inputValue(), "24");
  }));

test("the promises hold", async () => {
  assert.deepEqual(await brokenPromises(), []);
});
