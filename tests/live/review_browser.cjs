// Reviews a plan in Chromium as a clerk does, with the keyboard, and prints as JSON what was seen. argv: node_modules, Chromium, link, folder for pictures.
const path = require("node:path");
const [modules, chromium, link, out] = process.argv.slice(2);
const playwright = require(path.join(modules, "playwright-core"));

(async () => {
  const browser = await playwright.chromium.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const tab = await context.newPage();
  const saw = { console: [], dialogs: [] };
  const requests = [];
  tab.on("console", (message) => saw.console.push(message.text()));
  tab.on("pageerror", (error) => saw.console.push(String(error)));
  tab.on("dialog", (dialog) => { saw.dialogs.push(dialog.type()); dialog.dismiss(); });
  tab.on("request", (request) => requests.push(request.url()));
  const home = new URL(link).origin;
  const now = () => tab.evaluate(() => ({
    title: document.getElementById("f-title")?.value ?? "",
    said: document.querySelector(".said-so")?.textContent ?? "",
    done: document.getElementById("progress").value,
    focus: document.activeElement.id,
  }));
  const leave = async (act) => {
    const loaded = tab.waitForEvent("load");
    await act();
    await loaded;
    return now();
  };
  const press = (...keys) => leave(async () => { for (const key of keys) await tab.keyboard.press(key); });

  await tab.goto(link);
  await tab.waitForURL(/tasks/);
  await tab.waitForLoadState("load");
  saw.address = tab.url();
  saw.first = await now();
  await tab.screenshot({ path: path.join(out, "desktop.png") });
  saw.next = await press("j");
  saw.back = await press("ArrowLeft");
  await tab.keyboard.press("?");
  saw.help = await tab.evaluate(() => document.getElementById("help").open);
  await tab.keyboard.press("?");
  saw.accepted = await press("a");
  await tab.keyboard.press("d");
  saw.date = (await now()).focus;
  await tab.keyboard.type("9月底前");
  saw.saved = await press("Enter");
  saw.due = await tab.inputValue("#f-due");
  await tab.keyboard.press("o");
  await tab.keyboard.type("区教委、区财政局");
  await tab.keyboard.press("Escape");
  saw.typedThenNext = await press("j");
  saw.dropped = await press("k").then(() => press("x"));
  saw.undone = await press("u");
  saw.owner = await tab.inputValue("#f-lead");
  await tab.keyboard.press("t");
  await tab.keyboard.type("半路");
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("u");
  saw.reset = (await now()).title;
  saw.previous = await press("k");
  await tab.keyboard.press("s");
  await tab.keyboard.press("Enter");
  saw.parts = await tab.inputValue("#f-parts");
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("j"); // the browser asks whether to throw the line break away; the dialog is dismissed
  saw.kept = await tab.inputValue("#f-parts");
  await tab.keyboard.press("s");
  saw.split = await press("Control+Enter");
  saw.merged = await press("m");
  saw.unsplit = await press("u").then(() => press("u"));
  await tab.keyboard.press("/");
  saw.choice = (await now()).focus;
  await tab.selectOption("#show", "nobody");
  saw.chosen = await press("Enter");
  await tab.keyboard.press("i");
  saw.indicator = (await now()).focus;
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("?");
  await tab.click("#keys");
  await tab.keyboard.press("Escape");
  await tab.keyboard.press("d");
  saw.keysOff = (await now()).focus;
  await tab.evaluate(() => localStorage.clear());
  await tab.emulateMedia({ colorScheme: "dark" });
  await tab.screenshot({ path: path.join(out, "dark.png") });
  await tab.emulateMedia({ colorScheme: "light" });
  await tab.setViewportSize({ width: 390, height: 844 });
  await tab.reload();
  saw.width = await tab.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  await tab.screenshot({ path: path.join(out, "phone.png"), fullPage: true });
  saw.unlabelled = await tab.evaluate(() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((field) => !field.labels.length).map((field) => field.name));
  saw.foreign = requests.filter((url) => !url.startsWith(home + "/") && !url.startsWith("data:"));

  await tab.goto(`${home}/`);
  await leave(() => tab.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "K", bubbles: true }))));
  await tab.evaluate(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "？", bubbles: true })));
  saw.wide = await tab.evaluate(() => document.getElementById("help").open);
  await tab.fill("#f-notes", "按了两下");
  saw.twice = await leave(() => tab.evaluate(() => {
    const button = document.getElementById("save");
    button.click();
    button.click();
  }));

  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const page = await plain.newPage();
  await page.goto(`${home}/`);
  await page.fill("#f-due", "2026-11-11");
  await page.fill("#f-title", "没有脚本也行");
  await page.click("button[value=accept]");
  saw.plain = { at: new URL(page.url()).pathname, said: await page.textContent(".said-so") };
  const evil = await plain.newPage();
  await evil.goto("data:text/html,<form method=post action='" + home + "/undo'><input type=submit id=go></form>");
  await evil.click("#go");
  await evil.waitForURL(home + "/undo");
  saw.evil = await evil.textContent("body");
  await browser.close();
  console.log(JSON.stringify(saw));
})();
