// Opens a report in Chromium as a reader does, and prints as JSON what it saw. argv: node_modules, Chromium, page, folder for what it makes.
const path = require("node:path");
const { pathToFileURL } = require("node:url");
const [modules, chromium, page, out] = process.argv.slice(2);
const playwright = require(path.join(modules, "playwright-core"));

(async () => {
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, offline: true });
  const tab = await context.newPage();
  const saw = { console: [], requests: [], dialogs: [] };
  tab.on("console", (message) => saw.console.push(message.text()));
  tab.on("pageerror", (error) => saw.console.push(String(error)));
  tab.on("dialog", (dialog) => { saw.dialogs.push(dialog.message()); dialog.dismiss(); });
  tab.on("request", (request) => saw.requests.push(request.url()));
  const began = Date.now();
  await tab.goto(pathToFileURL(page).href);
  saw.loaded = Date.now() - began;
  const shown = () => tab.evaluate(() => ({
    counted: Number(document.getElementById("count").textContent),
    shown: document.querySelectorAll(".task:not([hidden])").length,
    open: document.querySelectorAll(".task[open]").length,
    nothing: !document.getElementById("nothing").hidden,
  }));
  saw.first = await shown();
  saw.width = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  saw.tables = await tab.$$eval("table", (all) => all.map((each) => each.scrollWidth - each.parentElement.clientWidth));
  await tab.keyboard.press("/");
  const typed = Date.now();
  await tab.keyboard.type("needle");
  saw.search = await shown();
  saw.searched = Date.now() - typed;
  await tab.keyboard.type("zzz");
  saw.none = await shown();
  await tab.click("button[type=reset]");
  await tab.waitForFunction(() => document.getElementById("nothing").hidden);
  saw.reset = await shown();
  await tab.selectOption("select[name=light]", "late");
  saw.late = await shown();
  await tab.selectOption("select[name=owner]", { label: "区教育局" });
  saw.both = await shown();
  await tab.locator(".task:not([hidden]) summary").first().focus();
  await tab.keyboard.press("Enter");
  saw.opened = await shown();
  await tab.click("#open-all");
  await tab.click("#close-all");
  saw.closed = await shown();
  await tab.click("button[type=reset]");
  await tab.waitForFunction((all) => document.querySelectorAll(".task:not([hidden])").length === all, saw.first.shown);
  if (saw.first.shown < 1000) {
    await tab.pdf({ path: path.join(out, "report.pdf"), format: "A4" });
    await tab.screenshot({ path: path.join(out, "phone.png"), fullPage: true });
  }
  saw.after = await shown();
  saw.scripts = await tab.evaluate(() => document.scripts.length);
  await browser.close();
  console.log(JSON.stringify(saw));
})();
