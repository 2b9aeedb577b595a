/* Reads calendars as programs do: a line of base64 comes in, a line of JSON with what each reader found goes out. */
import {createInterface} from "node:readline";
import ICAL from "ical.js";
import ical from "node-ical";

function byIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents().map((component) => ({
    kind: component.name,
    uid: component.getFirstPropertyValue("uid"),
    summary: component.getFirstPropertyValue("summary"),
    description: component.getFirstPropertyValue("description"),
    start: component.getFirstPropertyValue("dtstart")?.toJSDate().toISOString() ?? null,
    end: (component.getFirstPropertyValue("dtend") ?? component.getFirstPropertyValue("due"))?.toJSDate().toISOString(),
    alarms: component.getAllSubcomponents("valarm").length,
  }));
}

function byNodeIcal(text) {
  return Object.values(ical.sync.parseICS(text))
    .filter((found) => found.type === "VEVENT" || found.type === "VTODO")
    .map((found) => ({
      kind: found.type.toLowerCase(),
      uid: found.uid,
      summary: found.summary,
      description: found.description,
      start: found.start?.toISOString() ?? null,
      end: found.end?.toISOString() ?? null,
      alarms: (found.alarms ?? []).length,
    }));
}

for await (const sent of createInterface({input: process.stdin})) {
  const text = Buffer.from(sent, "base64").toString("utf8");
  console.log(JSON.stringify({"ical.js": byIcalJs(text), "node-ical": byNodeIcal(text)}));
}
