import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const loaded = await import(require.resolve("ical.js"));
const ICAL = loaded.default ?? loaded;
const root = new ICAL.Component(ICAL.parse(readFileSync(process.argv[3], "utf8")));
console.log(JSON.stringify(root.getAllSubcomponents("vevent").map((part) => {
    const event = new ICAL.Event(part);
    return [event.uid, event.startDate.toString(), event.endDate.toString(), event.summary, event.description];
})));
