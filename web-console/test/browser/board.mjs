// Makes a dashboard by keys and mouse and opens its link elsewhere. Expects public.counts, a view (k VARCHAR, n BIGINT) with a row for HOSTILE, fed by
// the stream public.words (k VARCHAR).
import assert from "node:assert/strict";
import { ask, HOSTILE, inBrowser, until, url } from "./browser.mjs";

await inBrowser("the board works", async (page, open) => {
  await page.goto(`${url}/#/dashboards`);
  await page.locator("h1").waitFor();
  await page.keyboard.press("Alt+n");
  await page.locator("dialog").waitFor();
  await page.keyboard.type("Board <b>one</b>");
  await page.keyboard.press("Enter");
  await page.locator(".board-empty").waitFor();
  const kinds = ["table", "bar", "number"];
  for (const kind of kinds) {
    await page.keyboard.press("Alt+n");
    await until("the form", async () => page.evaluate(() => document.activeElement?.closest(".tile-form") !== null));
    await page.keyboard.type(`${kind} of ${HOSTILE}`);
    const selects = page.locator(".tile-form select");
    await selects.nth(0).selectOption(kind);
    await selects.nth(1).selectOption("public.counts");
    if (kind === "table") {
      await page.locator(".tile-form .check input").first().check();
    }
  }
  const tiles = page.locator(".tile");
  const titles = () => tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute("aria-label").split(" ")[0]));
  assert.deepEqual(await titles(), kinds);

  // Keys move and size; so does the mouse at the corner.
  await tiles.nth(2).focus();
  await page.keyboard.press("ArrowLeft");
  await until("moved", async () => (await titles()).join() === "table,number,bar");
  await until("focused", async () => page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.startsWith("number")));
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowDown");
  assert.deepEqual([await tiles.nth(1).getAttribute("data-width"), await tiles.nth(1).getAttribute("data-height")], ["5", "9"]);
  const corner = await page.locator(".tile-corner").first().boundingBox();
  await page.mouse.move(corner.x + 9, corner.y + 9);
  await page.mouse.down();
  await page.mouse.move(corner.x + 9, corner.y + 9 - 80, { steps: 4 });
  await page.mouse.up();
  assert.equal(await tiles.nth(0).getAttribute("data-height"), "6");
  await tiles.nth(0).dragTo(tiles.nth(1), { sourcePosition: { x: 40, y: 20 }, targetPosition: { x: 40, y: 20 } });
  await until("dragged", async () => (await titles()).join() === "number,table,bar");
  await page.keyboard.press("Control+s");
  await page.locator("h1").waitFor();

  // The link shows it to others, as it was kept; what changes is pushed, to a page that asks nothing.
  const link = page.url();
  const other = await open();
  const asked = [];
  await other.goto(link);
  await other.locator("h1", { hasText: "Board <b>one</b>" }).waitFor();
  const seen = other.locator(".tile");
  await until("its tiles", async () => (await seen.count()) === 3);
  await until("kept in order", async () => (await seen.first().getAttribute("aria-label")).startsWith("number"));
  assert.equal(await seen.first().getAttribute("data-width"), "5");
  await other.locator("td", { hasText: "<img" }).waitFor();
  assert.equal(await other.locator(".tile img, .tile script").count(), 0);
  await until("a number", async () => (await other.locator(".figure strong").textContent()) === "1");
  other.on("request", (request) => asked.push(request.url()));
  await ask("INSERT INTO words VALUES ('more'), ('more')");
  await until("the number moved", async () => (await other.locator(".figure strong").textContent()) === "3");
  await other.locator("td", { hasText: "more" }).waitFor();
  assert.deepEqual(asked, []);
  await page.reload();
  await until("reloaded", async () => (await titles()).join() === "number,table,bar");

  // A tile goes, and the dashboard.
  await page.keyboard.press("Alt+e");
  await tiles.nth(2).focus();
  await page.keyboard.press("Delete");
  await until("a tile less", async () => (await tiles.count()) === 2);
  await page.keyboard.press("Alt+Shift+Z");
  await until("it is there again", async () => (await tiles.count()) === 3);
  await page.keyboard.press("Alt+e");
  await page.getByRole("button", { name: "Delete", exact: true }).or(page.getByRole("button", { name: "Remove", exact: true })).first().click();
  await page.locator("dialog .stop").click();
  await page.locator("h1", { hasText: "Dashboards" }).waitFor();
});
