// Measures the console of a server that has public.nums (n INTEGER) of 20,000 rows: says rows of a Markdown table.
import { editorOf, inBrowser, run, until, url } from "./browser.mjs";

const LOADS = 10;

const at = (sorted, fraction) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
const ordered = (values) => [...values].sort((a, b) => a - b);

await inBrowser("measured", async (page, open) => {
  const paints = [];
  const editors = [];
  for (let i = 0; i < LOADS; i++) {
    const fresh = await open();
    await fresh.goto(`${url}/`);
    await editorOf(fresh);
    const [paint, editor] = await fresh.evaluate(() => [performance.getEntriesByName("first-contentful-paint")[0].startTime, performance.now()]);
    paints.push(paint);
    editors.push(editor);
    await fresh.goto("about:blank");
  }
  // Everything that the page may ever load: what it names, and what that names.
  const parts = new Map();
  const wanted = ["index.html"];
  while (wanted.length > 0) {
    const name = wanted.pop();
    const response = await fetch(`${url}/${name}`, { headers: { "Accept-Encoding": "gzip" } });
    const text = await response.text();
    parts.set(name, Number(response.headers.get("content-length")));
    for (const [found] of text.matchAll(/[\w-]+\.(?:js|css)\b/g)) {
      const asset = `assets/${found}`;
      if (/-[\w-]{8}\.(js|css)$/.test(found) && !parts.has(asset) && !wanted.includes(asset)) {
        wanted.push(asset);
      }
    }
  }
  await page.goto(`${url}/`);
  await run(page, "SELECT a.n, b.n AS m, 'some text ' || a.n AS t FROM nums a, nums b WHERE b.n < 50");
  await page.locator(".grid-cell").first().waitFor();
  await page.keyboard.press("Alt+R");
  await until("all rows", async () => {
    await page.keyboard.press("Control+End");
    return (await page.locator(".summary").textContent()) === "1,000,000 rows";
  });
  const frames = await page.locator(".grid").evaluate(
    (element) =>
      new Promise((resolve) => {
        const times = [];
        let before = performance.now();
        const step = (now) => {
          times.push(now - before);
          before = now;
          element.scrollTop = (element.scrollHeight * times.length) / 300;
          times.length < 300 ? requestAnimationFrame(step) : resolve(times.slice(5));
        };
        requestAnimationFrame(step);
      }),
  );
  const sum = [...parts.values()].reduce((a, b) => a + b, 0);
  console.log(`| first contentful paint, ${LOADS} loads with nothing cached | p50 ${at(ordered(paints), 0.5).toFixed(0)} ms, most ${at(ordered(paints), 1).toFixed(0)} ms |`);
  console.log(`| until the editor is there | p50 ${at(ordered(editors), 0.5).toFixed(0)} ms, most ${at(ordered(editors), 1).toFixed(0)} ms |`);
  console.log(`| all ${parts.size} parts of the page, gzip, as sent | ${(sum / 1000).toFixed(0)} kB |`);
  console.log(`| frames while 1,000,000 rows are scrolled from top to bottom | p50 ${at(ordered(frames), 0.5).toFixed(1)} ms, p95 ${at(ordered(frames), 0.95).toFixed(1)} ms, p99 ${at(ordered(frames), 0.99).toFixed(1)} ms |`);
});
