// Reads the events list with Jsona, and prints what an application would show.
//
//   node read.mjs BASE SESSION TOKEN

import { Jsona } from "jsona";

const [base, session, token] = process.argv.slice(2);

async function get(path) {
  const answer = await fetch(base + path, {
    headers: { Authorization: `Bearer ${token}`, Accept: "application/vnd.api+json", "Mock-Session": session },
  });
  if (answer.status !== 200) {
    throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  }
  return new Jsona().deserialize(await answer.json());
}

const events = await get("/cgi-bin/v1/events?list_type=all&sort=created_at&per_page=100");
const detail = await get(`/cgi-bin/v1/events/${events.at(-1).id}`);
const participants = await get(`/cgi-bin/v1/events/${detail.id}/participants`);

console.log(JSON.stringify({
  events: events.map((e) => [e.title, e.owner.organization, e.category?.name ?? null, e.team?.links.platform ?? null, e.roadmap?.title ?? null]),
  detail: [detail.title, detail.summary, detail.owner.name, detail.category.weight, detail.team.code],
  participants: participants.map((p) => `${p.name} ${p.is_joined}`),
}));
