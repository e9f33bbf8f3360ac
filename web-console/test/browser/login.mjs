// Logs in and out of a server with the user ann, password "ann's 字", in a real browser. node login.mjs URL CHROMIUM
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const [url, executablePath] = process.argv.slice(2);
const PASSWORD = "ann's 字";

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
const complaints = [];
try {
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, locale: "en-US" });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(`error in the page: ${error.message}`));
  // Chromium itself gives text that is typed over other text an inline style, which the policy takes away again: that is not ours.
  const broken = (text) => /Content Security Policy/.test(text) && !text.startsWith("Applying inline style");
  page.on("console", (message) => broken(message.text()) && complaints.push(message.text()));
  page.on("dialog", (dialog) => complaints.push(`a dialog: ${dialog.message()}`));

  await page.goto(`${url}/`);
  await page.getByRole("heading", { name: "Sign in to Millrace" }).waitFor();
  assert.equal(await page.locator(".cm-content").count(), 0, "nothing of the console is there before the login");
  await page.getByLabel("User").fill("ann");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").filter({ hasText: "not right" }).waitFor();
  await page.getByRole("button", { name: "中文" }).click();
  await page.getByRole("heading", { name: "登录 Millrace" }).waitFor();
  await page.getByRole("button", { name: "浅色或深色" }).click();
  await page.getByRole("button", { name: "English" }).click();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator(".cm-content").waitFor();
  await page.getByText("ann", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.cookie), "", "the cookie is not for scripts");

  // Another tab shares the login; when it ends there, this page asks again and keeps what was written.
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("SELECT 41 + 1 AS kept");
  await page.evaluate(() => fetch("/v1/login", { method: "DELETE" }).then(() => undefined));
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await page.getByText("Your session has ended.").waitFor();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator(".cm-content").filter({ hasText: "SELECT 41 + 1 AS kept" }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Millrace" }).waitFor();
  assert.deepEqual(complaints, []);
  console.log("the login works");
} finally {
  await browser.close();
}
