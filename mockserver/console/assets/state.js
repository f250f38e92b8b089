// What the session knows: tables, rows, and a row to change.
import { h, fill, icon } from "./dom.js";
import { t } from "./language.js";
import { ask, get, part } from "./api.js";
import { address, go } from "./ways.js";
import { leaves, unsaved } from "./unsaved.js";
import { attempt, button, choice, empty, sure, toast } from "./parts.js";

/** How many rows are on a page. */
const size = 50;

export default function state(main, signal) {
  const tables = h("nav.tables", { "aria-label": t("Tables") });
  const picker = choice([], "", { "aria-label": t("Table"), class: "picker", onchange: () => go("state", picker.value.split("/")) });
  const rows = h("div.stream");
  const detail = h("section.detail", { hidden: true, "aria-label": t("The row") });
  const audit = h("p.audit", { role: "status" });
  const more = h("p.foot");
  fill(main, h("div.tools", null, h("h1", null, t("State")), picker, h("span.push"), audit, button("", () => attempt(() => Promise.all([refreshRows(), refreshTables()])), { symbol: "reset", look: "bare", title: t("Read the rows anew") }), button(t("Check all rows"), check, { look: "bare" })),
    h("div.split.browser", null, tables, rows, detail));
  let known = []; // [{api, table, rows, fields}]
  let at = { api: "", table: "", key: "" };
  let after = [""]; // what each page begins after
  let listed = { api: "", table: "" };
  let editing = null;

  async function refreshTables() {
    const routes = await get("/routes", {}, { signal });
    const apis = [...new Set(routes.map((r) => r.api))];
    const lists = await Promise.all(apis.map(async (api) => {
      try {
        return (await get("/state/" + part(api), {}, { signal })).map((one) => ({ api, ...one }));
      } catch (failure) {
        if (failure.status === 404) return []; // an API without tables
        throw failure;
      }
    }));
    known = lists.flat();
    drawTables();
  }

  function drawTables() {
    const groups = [...Map.groupBy(known, (one) => one.api)];
    fill(tables, groups.map(([api, some]) => h("section", null, h("h2.group", null, api), h("ul", null, some.map((one) => h("li", null,
      h("a", { href: address("state", [one.api, one.table]), "aria-current": one.api === at.api && one.table === at.table ? "true" : null }, h("span", null, one.table), h("span.count", null, one.rows))))))));
    fill(picker, groups.map(([api, some]) => h("optgroup", { label: api }, some.map((one) => h("option", { value: one.api + "/" + one.table }, one.table + " (" + one.rows + ")")))));
    picker.value = at.api + "/" + at.table;
  }

  const path = (key, { api, table } = at) => "/state/" + part(api) + "/" + part(table) + (key === undefined ? "" : "/" + part(key));

  async function refreshRows() {
    const { api, table } = at;
    const page = await get(path(), { limit: size, after: after.at(-1) }, { signal });
    if (api !== at.api || table !== at.table) return;
    listed = { api, table };
    const columns = known.find((one) => one.api === api && one.table === table)?.fields ?? [];
    const from = (after.length - 1) * size;
    // The column that has the key leads to the row; where there is none, one is added.
    const leads = columns.find((name) => page.rows.every((row, n) => String(row[name]) === page.keys[n])) ?? "";
    const others = columns.filter((name) => name !== leads);
    const way = (key) => h("a.mono", { href: address("state", [api, table, key]), "aria-current": key === at.key ? "true" : null }, key === "" ? '""' : key);
    fill(rows, h("div.row.head", null, h("h2", null, table), h("span.faint", null, page.total === 1 ? t("1 row") : t("{n} rows", { n: page.total })), h("span.push"), button(t("Add a row"), () => begin(null, template(columns, page.rows[0])), { symbol: "plus" })),
      page.rows.length === 0 ? empty("state", t("No rows")) : h("div.wide", { tabindex: "0", role: "group", "aria-label": t("Rows of {table}", { table }) }, h("table.grid.rowlist", { "data-steps": true },
        h("thead", null, h("tr", null, h("th", { scope: "col" }, leads === "" ? t("Key") : leads), others.map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", null, page.rows.map((row, n) => h("tr", null, h("th", { scope: "row" }, way(page.keys[n])), others.map((name) => cell(row[name]))))))),
      fill(more, (from > 0 || page.next !== null) && [h("span", null, t("{from} to {to} of {n}", { from: from + 1, to: from + page.rows.length, n: page.total })), " ",
        button(t("Before"), (event) => { event.target.disabled = true; after.pop(); attempt(refreshRows); }, { disabled: from === 0 }), " ", button(t("Next"), (event) => { event.target.disabled = true; after.push(page.next); attempt(refreshRows); }, { disabled: page.next === null })]));
  }

  function cell(value) {
    if (value === undefined || value === null) return h("td.nil", null, value === null ? "null" : "");
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return h("td", { class: typeof value, title: text.length > 24 ? text : null }, text.length > 200 ? text.slice(0, 200) + "…" : text);
  }

  /** A row to begin with: the members of another one, empty. */
  const template = (columns, row) => Object.fromEntries(columns.map((name) => {
    const value = row?.[name];
    if (Array.isArray(value)) return [name, []];
    return [name, { string: "", number: 0, boolean: false, object: value === null ? null : {} }[typeof value] ?? ""];
  }));

  async function open(key) {
    const place = at;
    try {
      const row = await get(path(key), {}, { signal });
      if (at === place) begin(key, row);
    } catch (failure) {
      if (signal.aborted || at !== place) return;
      fill(detail, closer(), empty("state", t("This row cannot be shown"), h("p", null, failure.message)));
      detail.hidden = false;
      main.classList.add("opened");
    }
  }

  const closer = () => h("a.button.bare.close", { href: address("state", [at.api, at.table]), "data-key": "Escape", title: t("Close"), "aria-label": t("Close"), onclick: () => { if (at.key === "" && leaves()) end(); } }, icon("close"));

  /** Shows a row to change, or with the key null one to add. */
  function begin(key, row) {
    let before = JSON.stringify(row, null, 2);
    const text = h("textarea.editor", { value: before, rows: Math.min(28, before.split("\n").length + 2), spellcheck: "false", "aria-label": t("The row as JSON"), "aria-describedby": "row-wrong" });
    const name = h("input.mono", { autocomplete: "off", required: true });
    const wrong = h("ul.wrong", { id: "row-wrong", role: "alert" });
    const save = button(key === null ? t("Add") : t("Save"), () => store(), { look: "first" });
    const place = at; // the address may lead elsewhere while it is saved
    const mine = { dirty: () => text.value !== before };
    editing = mine;

    const says = (problems) => {
      fill(wrong, problems.map((p) => h("li", null, p.field && h("code", null, p.field), p.field && " ", p.key && p.key !== key && h("span.faint", null, "[" + p.key + "] "), p.message)));
      text.setAttribute("aria-invalid", String(problems.length > 0));
    };
    const readable = () => {
      try {
        JSON.parse(text.value);
        says([]);
        return true;
      } catch (failure) {
        says([{ message: failure.message }]);
        return false;
      }
    };

    async function store() {
      if (!readable()) return;
      const to = key ?? name.value.trim();
      if (to === "" && key === null) {
        says([{ message: t("The row needs a key.") }]);
        name.focus();
        return;
      }
      save.disabled = true;
      try {
        if (!(await unchanged(to))) return;
        const sent = text.value;
        await ask("PUT", path(to, place), { body: sent });
        before = sent;
        toast(key === null ? t("Row {key} is added", { key: to }) : t("Row {key} is saved", { key: to }));
        const [there] = await Promise.all([get(path(to, place)), refreshRows(), refreshTables()]);
        before = JSON.stringify(there, null, 2);
        if (text.value === sent) text.value = before; // what is written meanwhile stays
        if (key === null && editing === mine && !mine.dirty()) go("state", [place.api, place.table, to]);
      } catch (failure) {
        says(failure.problems?.length > 0 ? failure.problems : [{ message: failure.message }]);
      } finally {
        save.disabled = false;
      }
    }

    /** Asks before what somebody else has written meanwhile is lost. */
    async function unchanged(to) {
      let there;
      try {
        there = await get(path(to, place));
      } catch (failure) {
        if (failure.status === 404) return key === null || sure(t("Row {key} is gone meanwhile. Saving adds it again.", { key: to }), t("Save"));
        throw failure;
      }
      if (key === null) return sure(t("There is a row {key} already.", { key: to }), t("Replace it"));
      return JSON.stringify(there, null, 2) === before || sure(t("Row {key} has changed meanwhile. Saving replaces what was written.", { key: to }), t("Save"));
    }

    async function drop() {
      if (!(await sure(t("Row {key} of {table} is deleted.", { key, table: place.table }), t("Delete")))) return;
      try {
        await ask("DELETE", path(key, place));
        toast(t("Row {key} is deleted", { key }));
        if (editing === mine) editing = null;
        await Promise.all([refreshRows(), refreshTables()]);
        if (at === place) go("state", [place.api, place.table]);
      } catch (failure) {
        says(failure.problems?.length > 0 ? failure.problems : [{ message: failure.message }]);
      }
    }

    text.addEventListener("input", readable);
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        store();
      }
    });
    fill(detail, h("header", null, h("div.line", null, h("span.faint", null, at.api + "." + at.table), h("span.push"), closer()), h("h2.address", null, key === null ? t("A new row") : key === "" ? '""' : key)),
      key === null && h("label.field.key", null, h("span", null, t("Key")), name), text, wrong,
      h("div.row", null, save, button(t("Undo"), () => { text.value = before; says([]); }), h("span.push"),
        key !== null && button(t("Duplicate"), () => readable() && begin(null, JSON.parse(text.value)), { symbol: "copy" }), key !== null && button(t("Delete"), drop, { symbol: "trash", look: "danger" })),
      h("p.faint", null, t("A time can be written as an offset: +20m is in twenty minutes, by the session's clock.")));
    detail.hidden = false;
    main.classList.add("opened");
    if (key === null) name.focus();
  }

  function end() {
    editing = null;
    detail.hidden = true;
    main.classList.remove("opened");
  }

  async function check() {
    await attempt(async () => {
      const { problems } = await get("/audit");
      audit.textContent = problems.length === 0 ? t("Every row is as it must be") : problems.map((p) => `${p.table}[${p.key}] ${p.field ?? ""} ${p.message}`).join("; ");
      audit.className = problems.length === 0 ? "audit ok" : "audit error";
    });
  }

  const ready = attempt(refreshTables);
  unsaved(() => editing?.dirty() ?? false, signal);
  return async (parts) => {
    await ready;
    if (signal.aborted || known.length === 0) return;
    const [api = known[0].api, table = known.find((one) => one.api === api)?.table ?? "", key = ""] = parts;
    const moved = api !== at.api || table !== at.table;
    at = { api, table, key };
    editing = null; // the page's way has asked before what is not saved is left
    if (moved) after = [""];
    drawTables();
    if (parts.length < 3) end();
    await attempt(async () => {
      if (moved || listed.table !== table) await refreshRows();
      for (const link of rows.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
      for (const link of rows.querySelectorAll("th a")) if (parts.length === 3 && link.getAttribute("href") === address("state", parts)) link.setAttribute("aria-current", "true");
    });
    if (parts.length === 3) await open(key);
  };
}
