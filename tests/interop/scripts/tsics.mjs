import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const { convertIcsCalendar } = require("ts-ics");
const day = (when) => when.date.toISOString().slice(0, 10);
const { events } = convertIcsCalendar(undefined, readFileSync(process.argv[3], "utf8"));
console.log(JSON.stringify(events.map((event) =>
    [event.uid, day(event.start), day(event.end), event.summary, event.description])));
