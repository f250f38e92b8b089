// The operations of the APIs, with the rules that they follow.
import { h, fill, icon } from "./dom.js";
import { t } from "./language.js";
import { base, chosen, get } from "./api.js";
import { address } from "./ways.js";
import { attempt, choice, empty, renew } from "./parts.js";

export default function operations(main, signal) {
  const field = h("input", { type: "search", placeholder: t("Path, operation, title or rule"), "aria-label": t("Search the operations"), "data-key": "/", autocomplete: "off", oninput: draw });
  const apis = choice([["", t("All APIs")]], "", { "aria-label": t("API"), onchange: draw });
  const list = h("div.operations", { "data-steps": true });
  const detail = h("section.detail", { hidden: true, "aria-label": t("The operation") });
  fill(main, h("div.tools", null, h("h1", null, t("Operations")), h("label.search", null, icon("search"), field), apis), h("div.split", null, h("div.stream", null, list), detail));
  let routes = [];
  let rules = new Map();
  let open = [];

  const ready = attempt(async () => {
    const [found, known] = await Promise.all([get("/routes", {}, { signal }), get("/rules", {}, { signal })]);
    routes = found;
    rules = new Map(known.map((rule) => [rule.id, rule]));
    renew(apis, [["", t("All APIs")], ...[...new Set(routes.map((route) => route.api))].map((api) => [api, api])]);
    draw();
  });

  function draw() {
    const text = field.value.trim().toLowerCase();
    const fits = routes.filter((r) => (apis.value === "" || r.api === apis.value) && [r.path, r.operation, r.title, r.method, ...r.rules].some((value) => value.toLowerCase().includes(text)));
    fill(list, [...Map.groupBy(fits, (r) => r.api)].map(([api, some]) => [h("h2.group", null, api, h("span.faint", null, some.length)), h("ul.list", null, some.map((r) => h("li", null,
      h("a", { href: address("operations", [r.api, r.operation]), "aria-current": open[0] === r.api && open[1] === r.operation ? "true" : null },
        h("span", { class: "method " + r.method }, r.method), h("code.url", null, r.path), h("span.title", null, r.title === "" ? r.operation : r.title),
        h("span.tag", { class: r.mode }, r.mode === "stateful" ? t("stateful") : t("example"))))))]),
    fits.length === 0 && empty("search", t("Nothing fits")));
  }

  async function show(api, id) {
    await ready;
    const route = routes.find((r) => r.api === api && r.operation === id);
    detail.hidden = id === undefined;
    main.classList.toggle("opened", id !== undefined);
    draw();
    if (id === undefined) return;
    const close = h("a.button.bare.close", { href: address("operations"), "data-key": "Escape", title: t("Close"), "aria-label": t("Close") }, icon("close"));
    if (!route) {
      fill(detail, close, empty("operations", t("There is no operation {name}", { name: api + "." + id })));
      return;
    }
    const all = route.rules.flatMap((one) => [rules.get(one), ...[...rules.values()].filter((rule) => rule.id.startsWith(one + "."))]).filter(Boolean);
    const bases = { document: t("document"), service: t("service"), inferred: t("inferred") };
    fill(detail, h("header", null, h("div.line", null, h("span", { class: "method " + route.method }, route.method), h("span.tag", { class: route.mode }, route.mode === "stateful" ? t("stateful") : t("example")), h("span.push"), close),
      h("h2.address", null, route.path), h("p", null, route.title)),
    h("div.row", null,
      h("a.button.first", { href: base + "/docs#" + new URLSearchParams({ api, operation: id, session: chosen.session }) }, icon("docs"), t("Try it out")),
      h("a.button", { href: address("journal", [], { q: `api:${api} operation:${id}` }) }, icon("journal"), t("Its exchanges")),
      h("a.button", { href: address("faults", [], { api, operation: id }) }, icon("faults"), t("Plan a fault"))),
    h("p.faint", null, route.mode === "stateful" ? t("It reads and changes what the session knows.") : t("It is answered from the example of its specification.")),
    h("section.part", null, h("h3", null, t("Rules")), all.length === 0 ? h("p.none", null, t("No rule of the documents is about it.")) : h("ul.rules", null, all.map((rule) => h("li", { class: rule.id.includes(".") ? "of" : "" },
      h("code.id", null, rule.id), h("p", null, rule.says), h("p.faint", null, bases[rule.basis] + " · " + rule.heading))))));
  }

  return (parts) => {
    open = parts;
    show(parts[0], parts[1]);
  };
}
