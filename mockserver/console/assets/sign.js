// The sign calculator: what a request is signed as, and where one's own signature differs.
import { h, fill } from "./dom.js";
import { t } from "./language.js";
import { ask, get } from "./api.js";
import { attempt, button, choice, copier, empty, renew } from "./parts.js";

export default function sign(main, signal) {
  const query = h("textarea", { rows: 3, spellcheck: "false", placeholder: "GET /club?page=1&pageSize=10&ts=1718000000000" });
  const sent = h("textarea", { rows: 5, spellcheck: "false", placeholder: '{"name": "产品交流圈", "ts": 1718000000000}' });
  const persona = choice([["", t("the default secret")]], "", { onchange: compute });
  const secret = h("input.mono", { autocomplete: "off", placeholder: t("the persona's") });
  const now = h("input", { type: "checkbox", onchange: compute });
  const operation = choice([["", t("any")]], "", { onchange: compute });
  const yours = h("input.mono", { autocomplete: "off", placeholder: t("32 hexadecimal digits") });
  const text = h("textarea", { rows: 3, spellcheck: "false", placeholder: "name=…$$$ts=…$$$accessSecret=…" });
  const result = h("div.result", { role: "status" });
  for (const field of [query, sent, secret, yours, text]) field.addEventListener("input", later);
  const label = (name, element) => h("label", null, h("span", null, name), element);
  fill(main, h("div.tools", null, h("h1", null, t("Sign")), h("p.faint", null, t("The chaoqer gateway signs the sorted parameters and a secret; see what it would sign."))),
    h("div.two", null,
      h("section.card.calculator", null, h("h2", null, t("The request")), label(t("Query or URL"), query), label(t("Body, JSON or a form"), sent),
        h("div.fields", null, label(t("Signed by"), persona), label(t("Another secret"), secret), label(t("Operation"), operation)),
        h("label.check", null, now, t("with the session's time of now as ts")),
        h("h2", null, t("Yours, to compare")), label(t("Your signature"), yours), label(t("The text that you signed"), text),
        h("div.row", null, button(t("Empty all"), clear, { look: "bare" }))),
      h("section.card", null, h("h2", null, t("What the gateway signs")), result)));

  attempt(async () => {
    const [people, routes] = await Promise.all([get("/personas", { api: "chaoqer" }, { signal }), get("/routes", {}, { signal })]);
    renew(persona, [["", t("the default secret")], ...people.map((p) => [p.name, p.name])]);
    renew(operation, [["", t("any")], ...routes.filter((r) => r.api === "chaoqer").map((r) => [r.operation, r.operation + " " + r.title])]);
  });

  let timer = 0;
  function later() {
    clearTimeout(timer);
    timer = setTimeout(compute, 200);
  }

  let last = 0;
  async function compute() {
    const mine = ++last;
    const json = { query: query.value.trim(), body: sent.value, persona: persona.value, secret: secret.value, operation: operation.value, signature: yours.value, text: text.value };
    for (const name of Object.keys(json)) if (json[name] === "") delete json[name];
    if (json.query === undefined && json.body === undefined) {
      fill(result, empty("sign", t("Paste parameters"), h("p", null, t("A query, a URL, a JSON body or a form: the text to sign and its digest appear here."))));
      return;
    }
    if (now.checked) json.now = true;
    try {
      const answer = await ask("POST", "/chaoqer/signatures", { json, signal });
      if (mine === last) show(answer);
    } catch (failure) {
      if (mine === last && !signal.aborted) fill(result, h("p.wrong", { role: "alert" }, failure.message));
    }
  }

  function show(a) {
    fill(result,
      a.fits !== undefined && h("p.compare", { class: a.fits ? "ok" : "error" }, a.fits ? t("Your signature is right.") : t("Your signature is another one.")),
      a.difference && h("p.difference", null, a.difference),
      h("div.digest", null, h("h3", null, t("Digest")), h("p.line", null, h("code.sum", null, a.digest), copier("", () => a.digest, { title: t("Copy the digest") }))),
      h("div", null, h("h3", null, t("Text to sign")), h("div.body", null, copier("", () => a.text, { title: t("Copy the text") }), h("pre.wrapped", { tabindex: "0", role: "group", "aria-label": t("Text to sign") }, a.text))),
      h("h3", null, t("Its pairs, in order")),
      h("div.wide", null, h("table.grid", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, t("Name")), h("th", { scope: "col" }, t("Value")))),
        h("tbody", null, a.pairs.map((p) => h("tr", null, h("th.mono", { scope: "row" }, p.name), h("td.mono", null, p.value))), h("tr.faint", null, h("th", { scope: "row" }, t("secret")), h("td", null, a.signer === "" ? (secret.value === "" ? t("the default secret") : t("the one that you gave")) : t("of {name}", { name: a.signer })))))),
      a.time === "" && h("p.none", null, t("There is no ts among the parameters, and the gateway wants one.")));
  }

  function clear() {
    for (const field of [query, sent, secret, yours, text]) field.value = "";
    now.checked = false;
    compute();
  }

  compute();
}
