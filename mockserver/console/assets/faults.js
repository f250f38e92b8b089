// Trouble on purpose: what is planned, and how often it has struck.
import { h, fill, icon } from "./dom.js";
import { t } from "./language.js";
import { ask, get, part } from "./api.js";
import { address } from "./ways.js";
import { attempt, button, choice, empty, every, renew, sure, toast } from "./parts.js";

export default function faults(main, signal) {
  const api = choice([["", t("Any API")]], "", { onchange: () => reach() });
  const operation = choice([["", t("Any operation")]], "");
  const persona = choice([["", t("Anybody")]], "");
  const kind = choice([["status", t("a status")], ["errorCode", t("an error code")], ["reset", t("the connection is reset")], ["empty", t("the connection is closed without an answer")], ["truncate", t("half of the answer")], ["", t("nothing but a delay")]], "status", { onchange: () => shape() });
  const status = h("input", { type: "number", min: 400, max: 599, value: 503, "aria-label": t("Status") });
  const code = h("input", { type: "number", placeholder: "400000", "aria-label": t("Error code") });
  const delay = h("input", { placeholder: "500ms..2s", autocomplete: "off" });
  const times = h("input", { type: "number", min: 1, placeholder: t("always") });
  const likely = h("input", { type: "number", min: 1, max: 100, value: 100 });
  const undocumented = h("input", { type: "checkbox" });
  const all = h("input", { type: "checkbox" });
  const wrong = h("p.wrong", { role: "alert" });
  const list = h("div");
  const field = (label, ...elements) => h("label", null, h("span", null, label), elements);
  const extra = h("label.check", null, undocumented, t("also where it is not documented"));
  fill(main, h("div.tools", null, h("h1", null, t("Faults")), h("span.push"), button(t("Remove all"), clear, { symbol: "trash", look: "danger" })),
    h("form.card.plan", { onsubmit: plan, novalidate: true }, h("h2", null, t("Plan a fault")),
      h("div.fields", null, field(t("It strikes"), api), field(t("Operation"), operation), field(t("Persona"), persona),
        field(t("What happens"), kind), field(t("Status"), status), field(t("Error code"), code), field(t("Delay"), delay), field(t("Times"), times), field(t("Likely, in %"), likely)),
      h("div.row", null, extra, h("label.check", null, all, t("in every session")), h("span.push"), h("button.first", { type: "submit" }, icon("faults"), t("Plan it"))), wrong),
    h("section.card", null, h("h2", null, t("Planned")), list));
  let routes = [];
  let people = [];

  const ready = attempt(async () => {
    [routes, people] = await Promise.all([get("/routes", {}, { signal }), get("/personas", {}, { signal })]);
    renew(api, [["", t("Any API")], ...[...new Set(routes.map((route) => route.api))].map((name) => [name, name])]);
    reach();
  });

  function reach() {
    const within = (one) => api.value === "" || one.api === api.value;
    renew(operation, [["", t("Any operation")], ...(api.value === "" ? [] : routes.filter(within).map((r) => [r.operation, r.operation + " " + r.title]))]);
    renew(persona, [["", t("Anybody")], ...people.filter(within).map((p) => [p.name, p.name])]);
    operation.disabled = api.value === "";
  }

  function shape() {
    status.parentElement.hidden = extra.hidden = kind.value !== "status";
    code.parentElement.hidden = kind.value !== "errorCode";
  }

  async function plan(event) {
    event.preventDefault();
    const json = { api: api.value, operation: operation.value, persona: persona.value, delay: delay.value.trim() };
    if (kind.value === "status") Object.assign(json, { status: Number(status.value), undocumented: undocumented.checked || undefined });
    else if (kind.value === "errorCode") json.errorCode = Number(code.value);
    else if (kind.value !== "") json.connection = kind.value;
    if (times.value !== "") json.times = Number(times.value);
    if (likely.value !== "" && likely.value !== "100") json.probability = Number(likely.value) / 100;
    if (all.checked) json.allSessions = true;
    for (const name of Object.keys(json)) if (json[name] === "") delete json[name];
    wrong.textContent = "";
    try {
      await ask("POST", "/faults", { json });
      toast(t("The fault is planned"));
    } catch (failure) {
      wrong.textContent = failure.findings.length > 0 ? failure.findings.map((f) => `${f.at}: ${f.message ?? ""} ${f.got ? t("got {got}", { got: f.got }) : ""} ${f.want ? t("want {want}", { want: f.want }) : ""}`).join("; ") : failure.message;
    }
    await refresh();
  }

  /** What befalls the answer, in words. */
  const effect = (f) => [
    f.status && t("status {n}", { n: f.status }), f.errorCode !== undefined && t("error code {n}", { n: f.errorCode }),
    f.connection && { reset: t("the connection is reset"), empty: t("the connection is closed without an answer"), truncate: t("half of the answer") }[f.connection],
    f.delay && t("delay {text}", { text: f.delay }),
  ].filter(Boolean).join(", ");

  let drawn = "";
  function draw(planned) {
    if (JSON.stringify(planned) === drawn) return;
    drawn = JSON.stringify(planned);
    fill(list, planned.length === 0 ? empty("faults", t("Nothing is planned"), h("p", null, t("Requests are answered as the APIs answer them."))) : h("div.wide", null, h("table.grid.stacked", null,
      h("thead", null, h("tr", null, [t("Effect"), t("It strikes"), t("Struck"), t("Actions")].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, planned.map((f) => h("tr", { "data-fault": f.id, class: f.left === 0 ? "over" : "" },
        h("th", { scope: "row" }, effect(f), f.probability < 1 && h("span.tag", null, Math.round(f.probability * 100) + " %")),
        h("td", null, [f.api ?? t("any API"), f.operation, f.persona].filter(Boolean).join(" · "), !f.session && h("span.tag", null, t("every session"))),
        h("td", null, h("b.struck", null, f.struck), f.times && h("span.faint", null, " " + t("of {n}", { n: f.times })), f.left === 0 && h("span.tag", null, t("over"))),
        h("td.acts", null, h("a.button.bare", { href: address("journal", [], { q: "finding:fault-planned" }), title: t("What it has struck") }, icon("journal")),
          button(t("Remove"), () => remove(f), { symbol: "trash" }))))))));
  }

  async function remove(f) {
    await attempt(() => ask("DELETE", "/faults/" + part(f.id)));
    await refresh();
  }

  async function clear() {
    if (!(await sure(t("All planned faults are removed, also those of every session."), t("Remove")))) return;
    await attempt(async () => {
      const { removed } = await ask("DELETE", "/faults");
      const { removed: more } = await ask("DELETE", "/faults", { params: { allSessions: true } });
      toast(t("{n} faults are removed", { n: removed + more }));
    });
    await refresh();
  }

  const refresh = () => attempt(async () => draw(await get("/faults", {}, { signal })));
  shape();
  refresh();
  every(1000, async () => draw(await get("/faults", {}, { signal })), signal);
  return async (parts, values) => {
    if (!values.has("api")) return;
    await ready;
    api.value = values.get("api");
    reach();
    operation.value = values.get("operation") ?? "";
  };
}
