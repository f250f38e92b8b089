// Who may call: their tokens, their lines to paste.
import { h, fill, icon } from "./dom.js";
import { t } from "./language.js";
import { ask, base, chosen, get } from "./api.js";
import { address } from "./ways.js";
import { attempt, button, copier, copy, empty, toast } from "./parts.js";

/** How many of each API are shown. */
const most = 100;

export default function personas(main, signal) {
  const field = h("input", { type: "search", placeholder: t("Name, id or role"), "aria-label": t("Search the personas"), "data-key": "/", autocomplete: "off", oninput: draw });
  const lists = h("div");
  fill(main, h("div.tools", null, h("h1", null, t("Personas")), h("label.search", null, icon("search"), field), h("span.push"), h("p.faint", null, t("Tokens and lines are those of session {name}.", { name: chosen.session }))), lists);
  let people = [];

  async function refresh() {
    await attempt(async () => {
      people = await get("/personas", { limit: most }, { signal });
      draw();
    });
  }

  function draw() {
    const text = field.value.trim().toLowerCase();
    const apis = Map.groupBy(people.filter((p) => [p.api, p.name, p.id, p.role].some((value) => value.toLowerCase().includes(text))), (p) => p.api);
    fill(lists, [...apis].map(([api, list]) => h("section.card", { "data-api": api },
      h("h2", null, api, h("span.faint", null, list.length === most ? t("the first {n}", { n: most }) : list.length)),
      h("div.wide", null, h("table.grid.stacked.people", null,
        h("thead", null, h("tr", null, [t("Name"), t("Role"), t("Id"), t("Token"), t("Actions")].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, list.map(one)))))),
    apis.size === 0 && empty("personas", people.length === 0 ? t("Nobody can call") : t("Nobody fits")));
  }

  const one = (p) => h("tr", { "data-persona": p.name },
    h("th", { scope: "row" }, p.name), h("td", null, h("span", { class: "tag" }, p.role)), h("td.mono", null, p.id),
    h("td", null, p.credentials.token
      ? h("span.token", null, h("code", null, p.credentials.token), copier("", () => p.credentials.token, { title: t("Copy the token of {name}", { name: p.name }) }))
      : h("span.none", null, t("no log-in that holds"))),
    h("td.acts", null,
      p.curl !== "" && button(t("Copy as curl"), () => attempt(() => copyLine(p)), { symbol: "copy" }),
      button(t("Log in"), () => logIn(p), { symbol: "key", title: t("A new token, which ends older ones where the API's rules say so") }),
      h("a.button.bare", { href: address("journal", [], { q: "api:" + p.api + " persona:" + (p.name.includes(" ") ? `"${p.name}"` : p.name) }), title: t("What {name} has asked", { name: p.name }) }, icon("journal")),
      h("a.button.bare", { href: base + "/docs#" + new URLSearchParams({ api: p.api, persona: p.name, session: chosen.session }), title: t("Try the API as {name}", { name: p.name }) }, icon("docs"))));

  /** The line is made anew, since a signature has the time in it. */
  async function copyLine(p) {
    const [now] = await get("/personas", { api: p.api, name: p.name });
    if (!now?.curl) throw new Error(t("no log-in that holds"));
    await copy(now.curl);
  }

  async function logIn(p) {
    await attempt(async () => {
      await ask("POST", "/tokens", { json: { persona: p.name, api: p.api } });
      toast(t("{name} has logged in anew", { name: p.name }));
      await refresh();
    });
  }

  refresh();
}
