// Opens the console of a running demo and sees that its chart moves.
// Expects a table public.hostile (a VARCHAR) whose one row and a dashboard "hostile" whose title are HOSTILE.
import assert from "node:assert/strict";
import { editorOf, HOSTILE, inBrowser, run, url } from "./browser.mjs";

const SECONDS = 3;

await inBrowser("the console works", async (page) => {
  await page.goto(`${url}/`);
  await editorOf(page);
  await run(page, "SELECT a, NULL AS n FROM hostile");
  const cells = page.locator(".grid-cell");
  await cells.first().waitFor();
  assert.deepEqual(await cells.allTextContents(), [HOSTILE, "NULL"]);
  assert.equal(await page.locator(".grid img, .grid script").count(), 0);

  await page.goto(`${url}/#/dashboards/hostile`);
  await page.locator("h1").waitFor();
  assert.equal(await page.locator("h1").textContent(), HOSTILE);

  await page.goto(`${url}/#/demo`);
  const chart = page.locator('.chart[aria-label^="男女生购物人数实时分析"]');
  await chart.waitFor();
  const seen = () =>
    chart.evaluate((element) => {
      const canvas = element.querySelector("canvas");
      const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
      let sum = 0;
      for (let i = 0; i < pixels.length; i += 4) {
        sum = (sum * 31 + pixels[i] * pixels[i + 3]) % 1_000_000_007;
      }
      return { last: element.dataset.last, points: Number(element.dataset.points), series: JSON.parse(element.dataset.series), sum };
    });
  await page.waitForFunction((element) => Number(element.dataset.points) === 60, await chart.elementHandle());
  let before = await seen();
  for (let i = 0; i < SECONDS; i++) {
    await page.waitForFunction(([element, last]) => element.dataset.last > last, [await chart.elementHandle(), before.last]);
    const after = await seen();
    assert.deepEqual(after.series.map((series) => series.name), ["女生购物人数", "男生购物人数"]);
    assert.ok(after.series.every((series) => series.values.every((value) => typeof value === "number")), "a second without rows is 0");
    assert.notEqual(after.sum, before.sum, "the picture moves");
    before = after;
  }

  await page.goto(`${url}/#/streams`);
  const rows = page.locator("tr", { hasText: "ads.shoppers_by_gender" }).locator("td").nth(6);
  await rows.waitFor();
  const first = await rows.textContent();
  await page.waitForFunction(([cell, text]) => cell.textContent !== text, [await rows.elementHandle(), first]);
  assert.ok((await page.locator(".spark").count()) >= 2);
});
