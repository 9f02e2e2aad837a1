// It turns a literal backslash and n of a description into a line break, so it gives none.
import { createRequire } from "node:module";
const require = createRequire(process.argv[2] + "/");
const ical = require("node-ical");
const day = (when) => [when.getFullYear(), when.getMonth() + 1, when.getDate()]
    .map((part) => String(part).padStart(2, "0")).join("-");
const events = Object.values(ical.sync.parseFile(process.argv[3])).filter((part) => part.type === "VEVENT");
console.log(JSON.stringify(events.map((event) => [event.uid, day(event.start), day(event.end), event.summary])));
