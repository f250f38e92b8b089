// The journal as it is written: a bounded list of exchanges, and one of them in full.
import { h, fill, icon, prose } from "./dom.js";
import { t, isChinese, file } from "./language.js";
import { chosen, follow, get, ask, part, send } from "./api.js";
import { address, go } from "./ways.js";
import { body, button, choice, copier, empty, lasting, attempt, sure, toast } from "./parts.js";

/** How many rows the list holds at most; what is older has to be searched for. */
const most = 500;

/** How often the list is drawn, in milliseconds. */
const beat = 120;

// What can be searched for by name, as the control plane has it.
const filters = ["session", "api", "operation", "persona", "caller", "status", "verdict", "finding", "method", "path", "stage", "table", "key", "millis", "control"];

/** What a search asks the control plane for: name:value, and all else as text. */
export function wanted(search) {
  const params = {};
  const texts = [];
  for (const [word] of search.matchAll(/[a-z]+:"[^"]*"|\S+/g)) {
    const at = word.indexOf(":");
    if (at > 0 && filters.includes(word.slice(0, at)) && at < word.length - 1) params[word.slice(0, at)] = word.slice(at + 1).replace(/^"(.*)"$/, "$1");
    else texts.push(word);
  }
  if (texts.length > 0) params.text = texts.join(" ");
  return params;
}

/** How an exchange ended: ok, refused or error. */
const ending = (e) => (e.verdict === "ok" ? "ok" : e.verdict === "error" || e.status >= 500 ? "error" : "refused");

/** What of an exchange a row shows; the rest is asked for when it is opened. */
const summary = (e) => ({
  id: e.id, time: e.time, session: e.session, persona: e.persona, status: e.status, verdict: e.verdict, operation: e.operation, api: e.api,
  micros: e.micros, changes: (e.changes?.length ?? 0) + (e.changesCut ?? 0), method: e.request.method ?? "", url: e.request.url ?? "",
});

/** The mark of a status. */
const pill = (e) => h("span", { class: "pill " + ending(e) }, e.status === 0 ? "—" : e.status);

function row(e, open) {
  const at = e.url.indexOf("?");
  const path = at < 0 ? e.url : e.url.slice(0, at);
  const link = h("a", { href: address("journal", [e.id], here()), "aria-current": e.id === open ? "true" : null },
    h("span.when", null, e.time.slice(11)), h("span", { class: "method " + e.method }, e.method),
    h("span.url", { title: e.url }, path, at >= 0 && h("span.query", null, e.url.slice(at))),
    h("span.who", null, e.persona || "–", e.session !== chosen.session && h("span.tag", null, e.session)),
    h("span", { class: "verdict " + ending(e) }, e.verdict === "ok" ? (e.changes > 0 ? t("{n} changed", { n: e.changes }) : "") : e.verdict),
    pill(e), h("span.took", null, e.micros > 0 ? lasting(e.micros) : ""));
  const item = h("li", null, link);
  item.dataset.id = e.id;
  return item;
}

let search = "";
let ends = "";
let scope = "";

/** What the address of the view says beside the exchange. */
const here = () => ({ q: search, ends, scope });

export default function journal(main, signal) {
  let following = null;
  let paused = false;
  let pending = [];
  let missed = 0;
  let open = "";
  let timer = 0;

  const field = h("input", { type: "search", placeholder: t("Search: text, status:4xx, persona:Toby, table:clubs …"), "aria-label": t("Search the journal"), "data-key": "/", autocomplete: "off", spellcheck: "false" });
  const scopes = choice([["", t("All sessions")], ["session", t("This session")], ["control", t("With the control plane")]], "", { "aria-label": t("Whose exchanges") });
  const endings = [["", t("All")], ["ok", t("OK")], ["refused", t("Refused")], ["error", t("Errors")]].map(([value, label]) =>
    button(label, () => go("journal", open ? [open] : [], { ...here(), ends: value }), { "data-ends": value }));
  const live = h("span.live", { role: "status" });
  const pause = button(t("Pause"), () => hold(!paused), { symbol: "pause", "data-key": "p", "aria-pressed": "false" });
  const news = h("button.news.first", { type: "button", title: t("To the newest"), hidden: true, onclick: () => { list.scrollTop = 0; hold(false); } });
  const list = h("ol.rows", { "aria-label": t("Exchanges, the newest first"), "data-steps": true });
  const count = h("span.count");
  const nothing = h("div");
  const detail = h("section.detail", { "aria-label": t("The exchange"), hidden: true });
  const foot = h("p.foot", null, count, " ", h("span", null, t("The list holds the newest {n}.", { n: most })));

  fill(main, h("h1.unseen", null, t("Journal")),
    h("div.tools", { role: "search" },
      h("label.search", null, icon("search"), field), scopes, h("div.segments", { role: "group", "aria-label": t("How they ended") }, endings),
      h("span.push"), live, pause,
      button("", download, { symbol: "download", look: "bare", title: t("Save what is shown as an HTTP archive (HAR)") }),
      button("", clear, { symbol: "trash", look: "bare", title: t("Clear the journal") })),
    h("div.split", null, h("div.stream", null, news, list, nothing, foot), detail));

  let typing = 0;
  field.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => go("journal", open ? [open] : [], { ...here(), q: field.value.trim() }), 250);
  });
  scopes.addEventListener("change", () => go("journal", open ? [open] : [], { ...here(), scope: scopes.value }));
  list.addEventListener("scroll", () => {
    if (list.scrollTop === 0 && !paused) flush();
  }, { passive: true });
  signal.addEventListener("abort", () => { following?.abort(); clearInterval(timer); clearTimeout(typing); });

  /** What the list shows, as the control plane filters. */
  function params() {
    const all = wanted(search);
    if (scope === "session") all.session = chosen.session;
    if (scope !== "control") all.control ??= "false";
    if (ends !== "") all.verdict ??= ends;
    return all;
  }

  /** Lists what there is and then follows what comes. */
  async function begin() {
    following?.abort();
    following = new AbortController();
    const mine = following.signal;
    pending = [];
    missed = 0;
    let stopped = false;
    try {
      const answer = await send("GET", "/requests", { params: { ...params(), limit: most }, signal: mine });
      const found = await answer.json();
      if (mine.aborted) return;
      if (!answer.ok) {
        state("wrong", found.error);
        fill(list);
        fill(nothing, empty("search", t("This cannot be searched for"), h("p", null, found.error)));
        return;
      }
      fill(list, found.reverse().map((e) => row(summary(e), open)));
      shown();
      // What ends while the list is on its way comes again, and is known by its id.
      const since = answer.headers.get("Mock-Request") ?? found[0]?.id ?? "0";
      await follow(params(), since, mine, {
        entry: take,
        dropped: (n) => { missed += n; shown(); },
        live: (is, refusal) => {
          stopped = Boolean(refusal);
          state(is ? "on" : stopped ? "wrong" : "off", refusal?.message);
        },
      });
    } catch {
      if (!mine.aborted) state("off");
    }
    if (!mine.aborted && !stopped) setTimeout(() => { if (!mine.aborted) begin(); }, 1000);
  }

  function state(is, why) {
    live.dataset.is = is;
    live.textContent = { on: t("Live"), off: t("Connecting …"), wrong: t("Stopped") }[is];
    live.title = why ?? "";
  }

  function take(e) {
    pending.push(summary(e));
    if (pending.length > 2 * most) { // only the newest would be shown
      pending = pending.slice(-most);
    }
  }

  const steady = () => paused || list.scrollTop > 4;

  /** Draws what has come, unless the list is to stay as it is. */
  function flush() {
    const waiting = Math.min(pending.length, most);
    news.hidden = !(steady() && waiting > 0);
    if (!news.hidden) fill(news, icon("up"), t("{n} new", { n: waiting < most ? waiting : waiting + "+" }));
    if (pending.length === 0 || steady()) return;
    const fresh = pending.slice(-most).reverse();
    pending = [];
    const known = new Set([...list.children].slice(0, 200).map((item) => item.dataset.id));
    const items = fresh.filter((e) => !known.has(e.id)).map((e) => row(e, open));
    list.prepend(...items);
    while (list.children.length > most) list.lastChild.remove();
    if (items.length <= 20) for (const item of items) item.classList.add("fresh");
    shown();
  }

  function shown() {
    const n = list.children.length;
    count.textContent = n === 1 ? t("1 exchange.") : t("{n} exchanges.", { n });
    if (missed > 0) count.textContent += " " + t("{n} left the journal before they could be shown.", { n: missed });
    const filtered = search !== "" || ends !== "" || scope !== "";
    fill(nothing, n === 0 && (filtered
      ? empty("search", t("Nothing fits"), h("p", null, t("What comes and fits will appear here.")))
      : empty("journal", t("Nothing has been asked yet"), h("p", null, t("Send a request to the mock, and it appears here at once.")), h("p", null, h("a.button", { href: address("personas") }, icon("personas"), t("Take a line to paste"))))));
    foot.hidden = n === 0;
  }

  function hold(on) {
    paused = on;
    pause.setAttribute("aria-pressed", String(on));
    fill(pause, icon(on ? "play" : "pause"), on ? t("Go on") : t("Pause"));
    if (!on) flush();
  }

  async function download() {
    await attempt(async () => {
      const answer = await send("GET", "/requests/har", { params: params() });
      if (!answer.ok) throw new Error((await answer.json()).error);
      save(await answer.blob(), "contractmock.har");
    });
  }

  async function clear() {
    const own = scope === "session";
    if (!(await sure(own ? t("The journal of session {name} is emptied, also of what is not shown.", { name: chosen.session }) : t("The journal of all sessions is emptied, also of what is not shown."), t("Clear")))) return;
    await attempt(async () => {
      const { cleared } = await ask("DELETE", "/requests", { params: own ? { session: chosen.session } : {} });
      toast(t("{n} exchanges are gone", { n: cleared }));
      begin();
    });
  }

  async function show(id) {
    open = id;
    for (const item of list.children) {
      if (item.dataset.id === id) item.firstChild.setAttribute("aria-current", "true");
      else item.firstChild.removeAttribute("aria-current");
      item.firstChild.href = address("journal", [item.dataset.id], here());
    }
    detail.hidden = id === "";
    main.classList.toggle("opened", id !== "");
    if (id === "") return;
    try {
      const entry = await get("/requests/" + part(id), {}, { signal });
      if (open === id) fill(detail, await exchange(entry));
    } catch (failure) {
      if (!signal.aborted) fill(detail, closer(), empty("journal", t("This exchange cannot be shown"), h("p", null, failure.message)));
    }
    detail.scrollTop = 0;
  }

  const closer = () => h("a.button.bare.close", { href: address("journal", [], here()), "data-key": "Escape", title: t("Close"), "aria-label": t("Close") }, icon("close"));

  /** An exchange in full. */
  async function exchange(e) {
    const remedies = await remedy();
    const method = e.request.method ?? "";
    return [
      h("header", null, h("div.line", null, h("span", { class: "method " + method }, method), pill(e), h("span", { class: "verdict " + ending(e) }, e.verdict), h("span.push"),
        copier(t("Link"), () => location.href, { title: t("Copy a link to this exchange") }), closer()),
        h("h2.address", null, e.request.url ?? "")),
      h("dl.facts", null, facts(e).map(([name, value]) => h("div", null, h("dt", null, name), h("dd", null, value)))),
      e.diagnosis?.length > 0 && section(t("Diagnosis"), h("ul.notes", { class: ending(e) }, e.diagnosis.map((note) => h("li", null,
        h("code.id", null, note.id), h("p", null, note.text), remedies(note.id) && h("p.remedy", null, h("b", null, t("What to do: ")), prose(remedies(note.id))))))),
      e.nearMisses?.length > 0 && section(t("Near to"), h("ul.near", null, e.nearMisses.map((miss) => h("li", null,
        h("span", { class: "method " + miss.method }, miss.method), " ", h("code", null, miss.path), " ", h("span.faint", null, miss.api + "." + miss.operation),
        h("ul", null, miss.why.map((why) => h("li", null, why.text))))))),
      e.findings?.length > 0 && h("details", null, h("summary", null, t("Findings, as the specification has them: {n}", { n: e.findings.length })), h("ul.findings", null, e.findings.map((f) => h("li", null, h("code.id", null, f.id), " ", f.in && h("span.faint", null, f.in + " "), h("code", null, f.at ?? ""),
        h("span", null, [f.got && t("got {got}", { got: f.got }), f.want && t("want {want}", { want: f.want }), f.message, f.hint].filter(Boolean).map((text) => " · " + text)), f.file && h("span.faint", null, " " + f.file + (f.line ? ":" + f.line : "")))))),
      e.stages?.length > 0 && section(t("Stages"), stages(e)),
      section(t("Request"), message(e.request, t("Request"))),
      section(t("Answer"), message(e.answer, t("Answer"))),
      e.changes?.length > 0 && section(t("Rows before and after"), e.changes.map(change), e.changesCut > 0 && h("p.none", null, t("{n} more changes are not kept", { n: e.changesCut }))),
    ];
  }

  const facts = (e) => [
    [t("Operation"), e.operation === "" ? "–" : h("a", { href: address("operations", [e.api, e.operation]) }, e.api + "." + e.operation)],
    [t("Persona"), e.persona === "" ? "–" : e.persona], [t("Session"), e.session],
    [t("Time"), e.time], [t("Took"), e.micros > 0 ? lasting(e.micros) : "–"], [t("Id"), e.id],
  ];

  timer = setInterval(flush, beat);
  state("off");
  let begun = "";
  return (parts, values) => {
    search = values.get("q") ?? "";
    ends = values.get("ends") ?? "";
    scope = values.has("scope") ? values.get("scope") : "";
    if (document.activeElement !== field) field.value = search;
    scopes.value = scope;
    for (const one of endings) one.setAttribute("aria-pressed", String(one.dataset.ends === ends));
    const now = JSON.stringify(params());
    if (now !== begun) {
      begun = now;
      begin();
    }
    show(parts[0] ?? "");
  };
}

const section = (title, ...content) => h("section.part", null, h("h3", null, title), content);

/** The stages with their verdicts, and how long each took of the longest. */
function stages(e) {
  const longest = Math.max(1, ...e.stages.map((stage) => stage.micros));
  return h("ol.stages", null, e.stages.map((stage) => {
    const passed = stage.verdict === "pass" || stage.verdict === "ok";
    return h("li", { class: passed ? "ok" : ending(e) }, h("span.name", null, stage.name), h("span.verdict", null, stage.verdict),
      share(stage.micros / longest), h("span.took", null, stage.micros > 0 ? lasting(stage.micros) : ""));
  }));
}

/** A bar that is filled so far. */
function share(part) {
  const filled = h("span");
  filled.style.width = Math.round(part * 100) + "%";
  return h("span.share", { "aria-hidden": "true" }, filled);
}

/** One side of an exchange: its body, and its headers folded. */
function message(m, label) {
  const headers = Object.entries(m.header ?? {}).sort(([a], [b]) => a.localeCompare(b));
  const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1][0] ?? "";
  return [body(m.body, { cut: m.cut ?? 0, label: t("Body of: {what}", { what: label }), type }),
    headers.length > 0 && h("details", null, h("summary", null, t("Headers: {n}", { n: headers.length })),
      h("table.headers", null, h("tbody", null, headers.flatMap(([name, values]) => values.map((value) => h("tr", null, h("th", { scope: "row" }, name), h("td", null, value)))))))];
}

const text = (value) => (value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value));

/** A row before and after: what has changed of it, or the whole of a new or a lost one. */
function change(c) {
  const kind = c.before === null ? "added" : c.after === null ? "deleted" : "changed";
  const label = { added: t("added"), deleted: t("deleted"), changed: t("changed") }[kind];
  const names = [...new Set([...Object.keys(c.before ?? {}), ...Object.keys(c.after ?? {})])];
  const differ = names.filter((name) => text(c.before?.[name]) !== text(c.after?.[name]));
  const link = kind === "deleted" || c.key.includes("***") ? h("code", null, c.key) : h("a.mono", { href: address("state", [c.api, c.table, c.key]) }, c.key);
  return h("div.change", null,
    h("p.line", null, h("span", { class: "tag " + kind }, label), h("b", null, c.api + "." + c.table), link),
    h("div.wide", null, h("table", null,
      h("thead", null, h("tr", null, h("th", { scope: "col" }, t("Field")), h("th", { scope: "col" }, t("Before")), h("th", { scope: "col" }, t("After")))),
      h("tbody", null, differ.map((name) => h("tr", null, h("th", { scope: "row" }, name),
        h("td", null, c.before === null ? "" : h("span.old", null, text(c.before[name]))), h("td", null, c.after === null ? "" : h("span.fresh", null, text(c.after[name])))))))),
    names.length > differ.length && h("p.none", null, t("{n} fields are as they were", { n: names.length - differ.length })));
}

let table = null;

/** The remedy of a finding, by its id; a family's is known by its beginning. */
async function remedy() {
  table ??= file("remedies.json").catch(() => { table = null; return []; });
  const all = await table;
  return (id) => {
    const found = all.find((row) => row.ids.includes(id)) ?? all.find((row) => row.ids.some((name) => name.endsWith("…") && id.startsWith(name.slice(0, -1))));
    return found?.[isChinese() ? "zh" : "en"];
  };
}

/** Lets the browser save what was asked for. */
export function save(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
