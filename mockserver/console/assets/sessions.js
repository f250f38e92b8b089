// The sessions: isolated worlds, with their settings.
import { h, fill } from "./dom.js";
import { t } from "./language.js";
import { ask, chosen, get, part } from "./api.js";
import { attempt, button, every, sure, toast } from "./parts.js";
import { choose, listSessions, newSession, tick } from "./console.js";

// What is asked about sessions is asked in none of them: that would make one that is gone.
const outside = { session: "default" };

const relaxable = ["sign", "ts", "auth", "duplicates"];

export default function sessions(main, signal) {
  const list = h("div");
  fill(main, h("div.tools", null, h("h1", null, t("Sessions")), h("span.push"),
    button(t("Reset all"), resetAll, { symbol: "reset", look: "danger" }), button(t("New session …"), () => attempt(() => newSession()), { symbol: "plus", look: "first" })),
  h("p.faint", null, t("A request chooses its session with the header or cookie Mock-Session; a name that is new begins with the fixtures.")), list);

  let drawn = "";

  /** Draws the sessions, unless a control of one is in use and nothing but time has passed. */
  function draw(all) {
    const now = JSON.stringify(all.map(({ now: _, idleSeconds: __, ...rest }) => rest));
    if (now === drawn) {
      for (const one of all) {
        const card = [...list.children].find((item) => item.dataset.session === one.name);
        if (card) card.querySelector(".since").textContent = since(one);
      }
      return;
    }
    drawn = now;
    fill(list, all.map(card));
  }

  const since = (one) => one.now.slice(0, 19) + (one.frozen ? " · " + t("frozen") : "") + " · " + t("idle for {n} s", { n: one.idleSeconds });

  const card = (one) => h("section.card.session", { "data-session": one.name, class: one.name === chosen.session ? "mine" : "" },
    h("div.row", null, h("h2", null, one.name), one.name === chosen.session && h("span.tag", null, t("chosen")), h("span.faint.mono.since", null, since(one)), h("span.push"),
      one.name !== chosen.session && button(t("Choose"), () => choose(one.name)),
      button(t("Fork"), () => attempt(() => newSession("session " + one.name)), { symbol: "plus" }),
      button(t("Reset"), () => reset(one), { symbol: "reset" }),
      one.name !== "default" && button("", () => drop(one), { symbol: "trash", look: "bare", title: t("Delete {name}", { name: one.name }) })),
    h("div.row.settings", null,
      setting(one, t("strict"), t("Refuses what the deployment passes over"), one.strict, (is) => ({ strict: is })),
      setting(one, t("pinned"), t("Is not dropped for being idle"), one.pinned, (is) => ({ pinned: is })),
      h("span.faint", null, t("passes over")),
      relaxable.map((word) => setting(one, word, t("Passes over: {word}", { word }), one.relax.includes(word), (is) => ({ relax: is ? [...one.relax, word] : one.relax.filter((other) => other !== word) })))));

  const setting = (one, label, title, is, json) => h("label.check", { title }, h("input", { type: "checkbox", checked: is, onchange: (event) => attempt(async () => {
    await ask("PATCH", "/sessions/" + part(one.name), { json: json(event.target.checked), ...outside });
  }).then((done) => { if (!done) drawn = ""; return refresh(); }) }), label);

  async function reset(one) {
    if (!(await sure(t("Session {name} goes back to the fixtures: rows, log-ins, clock and ids.", { name: one.name }), t("Reset")))) return;
    await attempt(async () => {
      await ask("POST", "/reset", { session: one.name });
      toast(t("Session {name} is as it began", { name: one.name }));
      await tick();
    });
    await refresh();
  }

  async function resetAll() {
    if (!(await sure(t("Every session goes back to the fixtures."), t("Reset all")))) return;
    await attempt(async () => {
      const { reset: names } = await ask("POST", "/reset", { params: { all: true }, ...outside });
      toast(t("{n} sessions are as they began", { n: names.length }));
    });
    await refresh();
  }

  async function drop(one) {
    if (!(await sure(t("Session {name} is gone then, with its rows.", { name: one.name }), t("Delete")))) return;
    await attempt(async () => {
      if (one.name === chosen.session) choose("default"); // first, so that nothing is asked in it any more
      await ask("DELETE", "/sessions/" + part(one.name), outside);
      await listSessions();
    });
    if (!signal.aborted) await refresh();
  }

  const refresh = () => attempt(async () => draw(await get("/sessions", {}, { signal, ...outside })));
  refresh();
  every(2000, async () => draw(await get("/sessions", {}, { signal, ...outside })), signal);
}
