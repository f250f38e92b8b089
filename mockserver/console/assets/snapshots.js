// What sessions were at one moment, to go back to.
import { h, fill } from "./dom.js";
import { t } from "./language.js";
import { ask, chosen, get, part, send } from "./api.js";
import { attempt, button, empty, form, sure, toast } from "./parts.js";
import { newSession, tick } from "./console.js";
import { save } from "./journal.js";

export default function snapshots(main, signal) {
  const name = h("input", { required: true, placeholder: "before-checkout", "aria-label": t("Name of the snapshot"), autocomplete: "off" });
  const file = h("input", { type: "file", accept: ".json,application/json", hidden: true, "aria-label": t("A snapshot's file"), onchange: bring });
  const list = h("div");
  fill(main, h("div.tools", null, h("h1", null, t("Snapshots")), h("span.push"), file, button(t("Import …"), () => file.click(), { symbol: "upload" })),
    h("section.card", null, h("h2", null, t("Keep what session {name} is now", { name: chosen.session })),
      h("form.row", { onsubmit: take }, h("label.field", null, h("span", null, t("as")), name), h("button.first", { type: "submit" }, t("Take a snapshot")))),
    h("section.card", null, h("h2", null, t("Kept")), list));

  async function refresh() {
    const kept = await get("/snapshots", {}, { signal });
    fill(list, kept.length === 0 ? empty("snapshots", t("No snapshot is kept"), h("p", null, t("A snapshot has rows, log-ins, time and ids; after a restore the same requests get the same answers."))) : h("div.wide", null, h("table.grid.stacked", null,
      h("thead", null, h("tr", null, [t("Name"), t("Of session"), t("Its time"), t("Rows"), t("Actions")].map((text) => h("th", { scope: "col" }, text)))),
      h("tbody", null, kept.map((one) => h("tr", { "data-snapshot": one.name }, h("th", { scope: "row" }, one.name), h("td", null, one.session), h("td.mono", null, one.now.slice(0, 19), one.frozen && h("span.tag", null, t("frozen"))), h("td.number", null, one.rows),
        h("td.acts", null, button(t("Restore"), () => restore(one), { symbol: "reset" }), button(t("New session"), () => attempt(() => newSession("snapshot " + one.name)), { symbol: "plus" }),
          button("", () => keepFile(one), { symbol: "download", look: "bare", title: t("Export {name}", { name: one.name }) }),
          button("", () => drop(one), { symbol: "trash", look: "bare", title: t("Delete {name}", { name: one.name }) }))))))));
  }

  /** Does something that may meet a snapshot of the same name, and asks whether to replace it. */
  async function replacing(name, doing) {
    try {
      await doing(false);
    } catch (failure) {
      if (failure.status !== 409 || !(await sure(failure.message, t("Replace it")))) throw failure;
      await doing(true);
    }
  }

  async function take(event) {
    event.preventDefault();
    await attempt(async () => {
      await replacing(name.value, (replace) => ask("POST", "/snapshots/" + part(name.value), { params: replace ? { replace } : {} }));
      toast(t("Snapshot {name} is kept", { name: name.value }));
      name.value = "";
      await refresh();
    });
  }

  async function restore(one) {
    if (!(await sure(t("Session {session} becomes what the snapshot {name} is: rows, log-ins, time and ids.", { session: chosen.session, name: one.name }), t("Restore")))) return;
    await attempt(async () => {
      await ask("POST", "/snapshots/" + part(one.name) + "/restore");
      toast(t("Session {name} is restored", { name: chosen.session }));
      await tick();
    });
  }

  async function keepFile(one) {
    await attempt(async () => {
      const answer = await send("GET", "/snapshots/" + part(one.name));
      if (!answer.ok) throw new Error((await answer.json()).error);
      save(await answer.blob(), one.name + ".snapshot.json");
    });
  }

  async function drop(one) {
    if (!(await sure(t("The snapshot {name} is forgotten.", { name: one.name }), t("Delete")))) return;
    await attempt(async () => {
      await ask("DELETE", "/snapshots/" + part(one.name));
      await refresh();
    });
  }

  async function bring() {
    const [chosenFile] = file.files;
    file.value = "";
    if (!chosenFile) return;
    const text = await chosenFile.text();
    await form(t("Import {name}", { name: chosenFile.name }), [{ name: "name", label: t("Name of the snapshot"), element: h("input", { required: true, value: chosenFile.name.replace(/(\.snapshot)?\.json$/, "").replace(/[^\w.-]+/g, "-").slice(0, 64), autofocus: true }) }], t("Import"),
      ({ name: as }) => replacing(as, (replace) => ask("PUT", "/snapshots/" + part(as), { body: text, params: replace ? { replace } : {} })));
    await attempt(refresh);
  }

  attempt(refresh);
}
