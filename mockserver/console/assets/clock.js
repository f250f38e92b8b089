// The session's clock.
import { h, fill } from "./dom.js";
import { t } from "./language.js";
import { ask, chosen, get } from "./api.js";
import { attempt, button, every, toast } from "./parts.js";
import { tick } from "./console.js";

const steps = [["-1h", "−1 h"], ["1m", "+1 min"], ["10m", "+10 min"], ["1h", "+1 h"], ["24h", "+1 d"], ["168h", "+7 d"], ["720h", "+30 d"]];

export default function clock(main, signal) {
  const time = h("p.now");
  const says = h("p.faint");
  const freeze = button(t("Freeze"), () => change({ frozen: freeze.dataset.frozen !== "true" }), { look: "first" });
  const set = h("input.mono", { placeholder: "2024-06-10 12:00:00", "aria-label": t("Set the clock to"), autocomplete: "off", size: 24 });
  const far = h("input.mono", { placeholder: "59m59s", "aria-label": t("Advance by"), autocomplete: "off", size: 12 });
  fill(main, h("div.tools", null, h("h1", null, t("Clock"))),
    h("section.card.clock", null, h("h2", null, t("Session {name}", { name: chosen.session })), time, says,
      h("div.row", null, freeze, button(t("To where the session began"), () => change({ now: start }), { symbol: "reset" }))),
    h("section.card", null, h("h2", null, t("Advance")), h("div.row", null, steps.map(([advance, label]) => button(label, () => change({ advance })))),
      h("form.row", { onsubmit: (event) => { event.preventDefault(); change({ advance: far.value.trim() }); } }, h("label.field", null, h("span", null, t("by")), far), h("button", { type: "submit" }, t("Advance")))),
    h("section.card", null, h("h2", null, t("Set")), h("form.row", { onsubmit: (event) => { event.preventDefault(); change({ now: set.value.trim() }); } },
      h("label.field", null, h("span", null, t("to")), set), h("button", { type: "submit" }, t("Set"))),
    h("p.faint", null, t("In UTC+8, or RFC 3339. Tokens, codes and events follow this clock, and no other session's."))));
  let start = "";
  let drawn = "";

  function draw(said) {
    start = said.start;
    time.textContent = said.now.slice(0, 19);
    says.textContent = (said.frozen ? t("It stands.") : t("It runs.")) + " " + t("The session began at {start}.", { start: said.start.slice(0, 19) });
    freeze.textContent = said.frozen ? t("Let it run") : t("Freeze");
    freeze.dataset.frozen = String(said.frozen);
    if (document.activeElement !== set && set.value === drawn) set.value = time.textContent; // else somebody has written there
    drawn = time.textContent;
  }

  async function change(json) {
    await attempt(async () => {
      draw(await ask("PUT", "/clock", { json }));
      set.value = drawn;
      toast(t("It is {now}", { now: time.textContent }));
      await tick();
    });
  }

  const refresh = async () => draw(await get("/clock", {}, { signal }));
  attempt(refresh);
  every(1000, refresh, signal);
}
