// What every script that looks at the console in a real browser does alike. node SCRIPT URL CHROMIUM
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const [url, executablePath] = process.argv.slice(2);
export const HOSTILE = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>'\u2028";

/** Runs `work` with a new page and what makes more of them; then nothing may have been said that offends: no script of data, policy or foreign host. */
export async function inBrowser(name, work) {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
  const complaints = [];
  const pages = [];
  const open = async (options = {}) => {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "en-US", acceptDownloads: true, ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    pages.push(page);
    page.on("pageerror", (error) => complaints.push(`error in the page: ${error.message}`));
    page.on("console", (message) => /Content Security Policy|Refused to/.test(message.text()) && complaints.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("blob:")) {
        complaints.push(`asked another host: ${request.url()}`);
      }
    });
    return page;
  };
  try {
    await work(await open(), open);
    for (const page of pages) {
      assert.equal(await page.evaluate(() => window.hit), undefined, "data was run as script");
    }
    assert.deepEqual(complaints, []);
    console.log(name);
  } catch (failure) {
    if (process.env.MILLRACE_SHOT !== undefined) {
      await pages[0]?.screenshot({ path: process.env.MILLRACE_SHOT });
    }
    throw failure;
  } finally {
    await browser.close();
  }
}

/** The page's editor, once it is there. */
export async function editorOf(page) {
  const editor = page.locator(".cm-content");
  await editor.waitFor();
  return editor;
}

/** Writes a text into the editor, in the place of what is there. */
export async function write(page, sql) {
  await (await editorOf(page)).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(sql);
  await page.keyboard.press("Escape");
}

export async function run(page, sql) {
  await write(page, sql);
  await page.keyboard.press("Control+Enter");
}

/** Rows that the server answers. */
export async function ask(sql) {
  const answer = await (await fetch(`${url}/v1/sql`, { method: "POST", body: sql })).json();
  assert.equal(answer.error, undefined, sql);
  return answer.rows;
}

/** Waits until `condition` holds. */
export async function until(what, condition) {
  const end = Date.now() + 20_000;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
