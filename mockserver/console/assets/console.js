// The console: its frame, its ways and its keys.
import { h, fill, icon } from "./dom.js";
import { load, switchLanguage, isChinese, t } from "./language.js";
import { keep, kept } from "./kept.js";
import { ask, askAgain, base, chosen, get, onToken, part } from "./api.js";
import { address, go, whereabouts } from "./ways.js";
import { leaves } from "./unsaved.js";
import { askForToken, attempt, button, choice, dialog, every, form, renew, sure, themes, toast, toasts } from "./parts.js";
import journal from "./journal.js";
import personas from "./personas.js";
import state from "./state.js";
import clock from "./clock.js";
import faults from "./faults.js";
import snapshots from "./snapshots.js";
import sessions from "./sessions.js";
import operations from "./operations.js";
import sign from "./sign.js";

// The views, in the order of the rail. A view draws itself into an element, until the
// signal aborts, and answers with a function that takes a new way within it.
const views = { journal, personas, state, clock, faults, snapshots, sessions, operations, sign };
const titles = () => ({
  journal: t("Journal"), personas: t("Personas"), state: t("State"), clock: t("Clock"), faults: t("Faults"),
  snapshots: t("Snapshots"), sessions: t("Sessions"), operations: t("Operations"), sign: t("Sign"),
});

let frame = null;
let shown = null; // {view, session, route, ended}

/** Chooses the session that everything is about. */
export function choose(session) {
  if (!leaves()) {
    frame.session.value = chosen.session;
    return;
  }
  chosen.session = session;
  keep("session", session);
  go(place());
  draw();
}

/** The view of the address; the journal where it has none. */
function place() {
  const { view } = whereabouts();
  return Object.hasOwn(views, view) ? view : "journal";
}

/** Shows the view of the address. */
function draw() {
  const { parts, values } = whereabouts();
  const view = place();
  chosen.session = values.get("session") ?? "default";
  for (const link of frame.links) {
    if (link.dataset.view === view) {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    } else link.removeAttribute("aria-current");
    link.href = address(link.dataset.view);
  }
  frame.docs.href = base + "/docs" + (chosen.session === "default" ? "" : "#session=" + encodeURIComponent(chosen.session));
  document.title = titles()[view] + " · contractmock";
  if (shown?.view === view && shown.session === chosen.session) {
    shown.route(parts, values);
    return;
  }
  shown?.ended.abort();
  const ended = new AbortController();
  frame.main.className = view;
  fill(frame.main);
  frame.main.scrollTop = 0;
  const route = views[view](frame.main, ended.signal) ?? (() => {});
  shown = { view, session: chosen.session, ended, route };
  route(parts, values);
  attempt(listSessions);
  tick();
}

let listed = [];

/** Brings the list of sessions up to date. */
export async function listSessions() {
  listed = await get("/sessions");
  const names = listed.map((one) => one.name);
  if (!names.includes(chosen.session)) names.push(chosen.session);
  renew(frame.session, [...names.map((name) => [name, name]), ["", t("New session …")]]);
  frame.session.value = chosen.session;
}

/** Shows the time of the session. It is not asked for in the session's name, which would keep it from being idle. */
export async function tick() {
  try {
    const { now, frozen } = await get("/sessions/" + part(chosen.session), {}, { session: "default" });
    fill(frame.time, icon(frozen ? "pause" : "clock"), h("span", null, now.slice(0, 19)), frozen && h("span.tag", null, t("frozen")));
    frame.time.href = address("clock");
    frame.bar.classList.remove("gone");
    frame.token.hidden = true;
  } catch (failure) {
    frame.token.hidden = failure.status !== 401;
    if (failure.status === 404) fill(frame.time, h("span", null, t("not there any more")));
    frame.bar.classList.toggle("gone", failure.status === undefined);
  }
}

/** Makes a session that goes on from nothing, another session or a snapshot, and chooses it. */
export async function newSession(from = "") {
  const kept = await get("/snapshots");
  const origins = [["", t("the fixtures")], ...listed.map((one) => ["session " + one.name, t("session {name}", { name: one.name })]), ...kept.map((one) => ["snapshot " + one.name, t("snapshot {name}", { name: one.name })])];
  const made = await form(t("New session"), [
    { name: "name", label: t("Name"), element: h("input", { placeholder: t("made up if left empty"), autofocus: true, autocomplete: "off" }) },
    { name: "from", label: t("Goes on from"), element: choice(origins, from) },
  ], t("Create"), async ({ name, from: origin }) => {
    const json = name === "" ? {} : { name };
    const [kind, ...rest] = origin.split(" ");
    if (origin !== "") json.from = { [kind]: rest.join(" ") };
    return ask("POST", "/sessions", { json });
  });
  if (made) {
    toast(t("Session {name} is made", { name: made.name }));
    choose(made.name);
  }
}

/** Whether the session of the address is there, or is to be made: whatever is asked in its name would make it. */
async function stays() {
  const name = whereabouts().values.get("session") ?? "default";
  if (name === "default") return true;
  try {
    if ((await get("/sessions", {}, { session: "default" })).some((one) => one.name === name)) return true;
  } catch (failure) {
    toast(failure.message, true);
    return true; // nothing that is asked now would reach the mock
  }
  return /^[!-~]+$/.test(name) && sure(t("There is no session {name}, or no more. It would begin with the fixtures.", { name }), t("Create"));
}

/** Draws the page anew in the other language. */
async function otherLanguage() {
  if (!leaves()) return;
  await switchLanguage();
  build();
}

function help() {
  const keys = [
    [["1", "–", "9"], t("The views, from the top")], [["/"], t("Search")], [["j", "k"], t("The next and the one before, in lists")],
    [["p"], t("Pause the journal, and go on")], [["Esc"], t("Close what is open")], [["Ctrl", "Enter"], t("Save, in the editor of a row")],
    [["s"], t("Choose the session")], [["t"], t("Another theme")], [["l"], t("中文, English")], [["?"], t("These keys")],
  ];
  dialog(t("Keys"), (close) => [
    h("dl.keys", null, keys.map(([names, says]) => h("div", null, h("dt", null, names.map((name) => (name === "–" ? " – " : h("kbd", null, name)))), h("dd", null, says)))),
    h("div.end", null, button(t("Close"), () => close(null), { autofocus: true })),
  ]);
}

onToken(askForToken);

/** Makes the frame and shows the view in it. */
function build() {
  shown?.ended.abort();
  shown = null;
  const names = titles();
  const links = Object.keys(views).map((view, at) => h("a", { "data-view": view }, icon(view), h("span", null, names[view]), h("kbd", { "aria-hidden": "true" }, at + 1)));
  frame = {
    links,
    docs: h("a.button.bare", { title: t("The documents of the APIs, to try") }, icon("docs"), h("span.wide", null, t("API docs"))),
    main: h("main", { id: "main", tabindex: "-1" }),
    session: choice([[chosen.session, chosen.session]], chosen.session, { "aria-label": t("Session"), onchange: changeSession }),
    time: h("a.time", { title: t("The session's clock") }),
    theme: themes(),
    token: button(t("Admin token"), () => { askAgain(); draw(); tick(); }, { symbol: "sign", hidden: true }),
  };
  frame.bar = h("header.bar", null,
    h("a.brand", { href: "#/" }, h("img", { src: new URL("icon.svg", import.meta.url), alt: "" }), h("span", null, "contractmock")),
    h("span.field", null, h("span", null, t("Session")), frame.session), frame.time,
    h("span.lost", { role: "status" }, t("The mock cannot be reached")), frame.token, h("span.push"), frame.docs,
    button(isChinese() ? "EN" : "中文", otherLanguage, { look: "bare", title: isChinese() ? "English" : "中文", lang: isChinese() ? "en" : "zh-CN" }),
    frame.theme, button("", help, { look: "bare keys", symbol: "help", title: t("Keys") }));
  document.body.replaceChildren(
    h("a.skip", { href: "#main", onclick: (event) => { event.preventDefault(); frame.main.focus(); } }, t("To the content")),
    frame.bar, h("nav.rail", { "aria-label": t("Views") }, links), frame.main, toasts);
  draw();
}

async function changeSession() {
  if (frame.session.value !== "") {
    choose(frame.session.value);
    return;
  }
  frame.session.value = chosen.session;
  frame.session.blur();
  await attempt(() => newSession());
}

/** The keys that work everywhere but where texts are written. */
function key(event) {
  const writes = event.target.closest("input, textarea, select, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && !event.target.closest("dialog")) {
    const close = frame.main.querySelector("[data-key='Escape']");
    if (!writes && close?.checkVisibility()) close.click();
    else event.target.blur();
    return;
  }
  if (writes) return;
  const at = Number(event.key) - 1;
  const own = frame.main.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (Object.keys(views)[at]) go(Object.keys(views)[at]);
  else if (event.key === "?") help();
  else if (event.key === "t") frame.theme.click();
  else if (event.key === "l") otherLanguage();
  else if (event.key === "s") frame.session.focus();
  else if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (own) own.matches("input") ? own.focus() : own.click();
  else return;
  event.preventDefault();
}

/** Goes one up or down in the list of the view: what is open there is followed. */
function step(by) {
  const links = [...frame.main.querySelectorAll("[data-steps] a[href]")];
  const open = links.findIndex((link) => link.hasAttribute("aria-current"));
  const at = open >= 0 ? open : links.indexOf(document.activeElement);
  const next = links[Math.max(0, Math.min(links.length - 1, at + by))];
  if (!next) return;
  next.focus();
  if (open >= 0) next.click();
}

await load();
if (!location.hash && kept("session") && kept("session") !== "default") {
  history.replaceState(null, "", "#/journal?session=" + encodeURIComponent(kept("session")));
}
if (!(await stays())) history.replaceState(null, "", "#/" + place());
let here = location.hash;
addEventListener("hashchange", async () => {
  const [from, to] = [here, location.hash];
  if (to === from) return;
  here = to;
  if (leaves() && ((whereabouts().values.get("session") ?? "default") === chosen.session || (await stays()))) {
    if (here === to) draw();
  } else if (here === to) {
    here = from;
    history.replaceState(null, "", from);
  }
});
addEventListener("keydown", key);
build();
every(1000, tick, new AbortController().signal);
