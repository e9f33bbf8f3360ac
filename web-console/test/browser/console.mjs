// Opens the console of a running demo in a real browser and looks at it. node console.mjs URL CHROMIUM
// Expects a table public.hostile (a VARCHAR) whose one row and a dashboard "hostile" whose title are HOSTILE.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [url, executablePath] = process.argv.slice(2);
const HOSTILE = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>'\u2028";
const FIRST_PAINT_MILLIS_MAX = 5_000;
const SECONDS = 3;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
const complaints = [];
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: "en-US" });
  page.on("pageerror", (error) => complaints.push(`error in the page: ${error.message}`));
  // Chromium itself gives text that is typed over other text an inline style, which the policy takes away again: that is not ours.
  const broken = (text) => /Content Security Policy/.test(text) && !text.startsWith("Applying inline style");
  page.on("console", (message) => broken(message.text()) && complaints.push(message.text()));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("blob:")) {
      complaints.push(`asked another host: ${request.url()}`);
    }
  });

  await page.goto(`${url}/`);
  const editor = page.locator(".cm-content");
  await editor.waitFor();
  const paint = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);
  assert.ok(paint < FIRST_PAINT_MILLIS_MAX, `first paint after ${paint} ms`);
  console.log(`first paint after ${Math.round(paint)} ms`);

  const run = async (sql) => {
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type(sql);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Enter");
  };
  await run("SELECT a, NULL AS n FROM hostile");
  const cells = page.locator(".grid-cell");
  await cells.first().waitFor();
  assert.deepEqual(await cells.allTextContents(), [HOSTILE, "NULL"]);
  assert.equal(await page.locator(".grid img, .grid script").count(), 0);

  await run("SELECT 1;\n  SELECT nope FROM hostile");
  await page.locator(".failure").waitFor();
  assert.match(await page.locator(".failure").textContent(), /UNDEFINED_COLUMN.*2:10/);
  assert.equal(await page.locator(".cm-failed").textContent(), "nope");

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
  assert.equal(await page.evaluate(() => window.hit), undefined, "data was run as script");
  assert.deepEqual(complaints, []);
  console.log("the console works");
} finally {
  await browser.close();
}
