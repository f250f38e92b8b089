// The documentation: Swagger UI, whose "Try it out" goes to the mock in the session that
// is chosen, as the persona that is chosen, signed as the document says.
import { h, fill, icon } from "./dom.js";
import { load, isChinese, switchLanguage, t } from "./language.js";
import { keep, adminToken } from "./kept.js";
import { ask, base, chosen, get, onToken, part } from "./api.js";
import { askForToken, attempt, button, choice, parsed, renew, themes, toasts } from "./parts.js";

onToken(askForToken);

let document_ = null; // the one that is shown
let shown = "";
let frame = null;

/** What the address says. */
const wishes = () => new URLSearchParams(location.hash.slice(1));

/** Says in the address what is chosen, so that it can be passed on. */
function remember(values) {
  const all = wishes();
  for (const [name, value] of Object.entries(values)) {
    if (value) all.set(name, value);
    else all.delete(name);
  }
  history.replaceState(null, "", "#" + all);
  frame.console.href = base + "/#/journal" + (chosen.session === "default" ? "" : "?session=" + encodeURIComponent(chosen.session));
}

/** The operation of the document that a method and a path are, if they are one. */
export function operationOf(doc, method, path) {
  const root = doc.servers[0].url.replace(/\/$/, "");
  const segments = (text) => text.split("/");
  const asked = segments(path);
  const fits = Object.keys(doc.paths).filter((template) => {
    const want = segments(root + template);
    return want.length === asked.length && want.every((one, at) => one.includes("{") || one === decodeURIComponent(asked[at])) && doc.paths[template][method];
  });
  fits.sort((a, b) => (a.match(/\{/g) ?? []).length - (b.match(/\{/g) ?? []).length);
  return fits.length > 0 ? doc.paths[fits[0]][method] : undefined;
}

/** The credentials of the chosen persona that hold; it logs in where there are none. */
async function credentials() {
  const who = { api: shown, persona: frame.persona.value };
  const [person] = await get("/personas", { api: who.api, name: who.persona });
  if (person?.credentials.token) return person.credentials;
  return (await ask("POST", "/tokens", { json: who })).credentials;
}

const has = (headers, name) => Object.keys(headers).some((one) => one.toLowerCase() === name.toLowerCase());

/** Writes objects within objects of the query as name[member][member], which Swagger UI does not. */
function unnest(url) {
  for (const [name, value] of [...url.searchParams]) {
    const inner = name.endsWith("]") && value.startsWith("{") ? parsed(value) : undefined;
    if (!inner) continue;
    url.searchParams.delete(name);
    for (const [member, text] of Object.entries(inner)) url.searchParams.append(`${name}[${member}]`, String(text));
  }
}

/** The cookie by which a scheme of the document proves who calls: with no value it is gone. */
function cookie(url, scheme, value) {
  document.cookie = `${scheme.name}=${value}; path=/${url.pathname.split("/")[1]}; SameSite=Strict` + (value === "" ? "; Max-Age=0" : "");
}

/** The ways in which a scheme of the document proves who calls. */
async function prove(request, url, scheme, mine) {
  if (scheme.type === "http" && scheme.scheme === "bearer") request.headers.Authorization = "Bearer " + mine.token;
  else if (scheme.type === "http" && scheme.scheme === "basic") request.headers.Authorization = "Basic " + btoa(mine.uid + ":" + mine.token);
  else if (scheme.in === "cookie" && shown === "chaoqer") {
    const code = mine.weixin ?? (await ask("POST", "/chaoqer/weixin/codes", { json: { uid: mine.uid } })).code;
    cookie(url, scheme, code);
  }
}

/** Signs a request as the document's x-sign says, with the mock's own calculator. */
async function signed(request, url, how, persona) {
  const body = typeof request.body === "string" ? request.body : request.body === undefined ? "" : String(request.body);
  url.searchParams.delete(how.parameter);
  const timed = url.searchParams.has(how.time) || new RegExp(`"${how.time}"\\s*:|(^|&)${how.time}=`).test(body);
  const json = { query: url.search.slice(1), now: !timed };
  if (body !== "") json.body = body;
  if (persona) json.persona = persona;
  const { time, digest } = await ask("POST", "/" + part(shown) + "/signatures", { json });
  if (!timed) url.searchParams.set(how.time, time);
  url.searchParams.set(how.parameter, digest);
}

/** What happens to a request before it is sent. */
async function prepare(request) {
  const url = new URL(request.url, location.href);
  if (url.origin !== location.origin) return request;
  request.headers["Mock-Session"] = chosen.session;
  unnest(url);
  if (shown === "admin") {
    if (adminToken()) request.headers.Authorization = "Bearer " + adminToken();
    request.url = url.href;
    return request;
  }
  const operation = operationOf(document_, (request.method ?? "GET").toLowerCase(), url.pathname);
  const schemes = document_.components?.securitySchemes ?? {};
  const asked = [...new Set((operation?.security ?? document_.security ?? []).flatMap((one) => Object.keys(one)))];
  const persona = frame.persona.value;
  for (const name of asked) if (schemes[name]?.in === "cookie") cookie(url, schemes[name], "");
  if (persona && asked.some((name) => !schemes[name]?.["x-sign"])) {
    const mine = await credentials();
    for (const name of asked) await prove(request, url, schemes[name] ?? {}, mine);
    if (mine.StaffID && !has(request.headers, "StaffID") && !has(request.headers, "x-staff-id")) request.headers.StaffID = mine.StaffID;
  }
  const how = asked.map((name) => schemes[name]?.["x-sign"]).find(Boolean);
  if (how) await signed(request, url, how, request.headers.Authorization ? persona : "");
  request.url = url.href;
  return request;
}

/** Shows where the console has what was just asked. */
function answered(answer) {
  const id = answer.headers?.["mock-request"];
  if (id && shown !== "admin") {
    fill(frame.last, icon("journal"), t("exchange {id}", { id }));
    frame.last.href = base + "/#/journal/" + id + (chosen.session === "default" ? "" : "?session=" + encodeURIComponent(chosen.session));
    frame.last.hidden = false;
  }
  return answer;
}

/**
 * A document in which optional parameters begin empty: what its examples name need not
 * exist in the session.
 */
function toTry(doc) {
  const empty = (parameter) => {
    if (parameter.required) return;
    delete parameter.example;
    delete parameter.examples;
    const schema = doc.components?.schemas?.[parameter.schema?.$ref?.split("/").pop()] ?? parameter.schema;
    if (parameter.in === "query" && schema?.type === "object") parameter.schema = { ...schema, example: {} };
  };
  for (const parameter of Object.values(doc.components?.parameters ?? {})) empty(parameter);
  for (const item of Object.values(doc.paths)) {
    for (const parameter of item.parameters ?? []) empty(parameter);
    for (const operation of Object.values(item)) for (const parameter of operation.parameters ?? []) empty(parameter);
  }
  return doc;
}

/** Gives what Swagger UI leaves without one a name, and what scrolls a place among the tabs. */
function name() {
  for (const select of frame.main.querySelectorAll("select:not([aria-label])")) {
    const row = select.closest("tr[data-param-name]");
    select.setAttribute("aria-label", row?.dataset.paramName ?? select.closest("label, .content-type-wrapper, .examples-select, .response-controls")?.innerText.split("\n")[0] ?? t("Value"));
  }
  for (const field of frame.main.querySelectorAll("textarea:not([aria-label])")) field.setAttribute("aria-label", t("Body"));
  for (const pre of frame.main.querySelectorAll("pre:not([tabindex])")) pre.tabIndex = 0;
}

/** The personas of an API; a user's own knows nobody. */
async function known(api) {
  try {
    return api === "admin" ? [] : await get("/personas", { api });
  } catch (failure) {
    if (failure.status === 404) return [];
    throw failure;
  }
}

let showing = 0;

/** Shows the document of an API. */
async function show(api) {
  const mine = ++showing;
  const doc = toTry(await get("/openapi/" + part(api)));
  const people = await known(api);
  if (mine !== showing) return; // another was chosen meanwhile
  document_ = doc;
  shown = api;
  renew(frame.persona, [...people.map((p) => [p.name, p.name + " · " + p.role]), ["", t("nobody")]]);
  const wish = wishes().get("persona");
  frame.persona.value = people.some((p) => p.name === wish) ? wish : (people[0]?.name ?? "");
  frame.as.hidden = people.length === 0;
  remember({ api });
  const place = h("div");
  fill(frame.main, place);
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
  const open = wishes().get("operation");
  globalThis.SwaggerUIBundle({
    domNode: place, spec: document_, tryItOutEnabled: true, validatorUrl: null, displayRequestDuration: true, showMutatedRequest: api !== "admin", // its curl line would have the admin token filter: true,
    docExpansion: "list", defaultModelsExpandDepth: 0, requestInterceptor: prepare, responseInterceptor: answered,
    onComplete: () => { if (open) unfold(open); },
  });
}

/** Unfolds an operation, once it is there. */
function unfold(id, tries = 40) {
  const block = [...frame.main.querySelectorAll(".opblock")].find((one) => one.id.endsWith("-" + id));
  if (block) {
    block.querySelector(".opblock-summary-control")?.click();
    block.scrollIntoView();
  } else if (tries > 0) setTimeout(() => unfold(id, tries - 1), 100);
}

async function build() {
  document.title = t("API docs") + " · contractmock";
  frame = {
    api: choice([], "", { "aria-label": t("API"), onchange: () => { remember({ operation: "" }); attempt(() => show(frame.api.value)); } }),
    session: choice([], "", { "aria-label": t("Session"), onchange: () => { chosen.session = frame.session.value; keep("session", chosen.session); remember({ session: chosen.session, operation: "" }); attempt(() => show(shown)); } }),
    persona: choice([], "", { "aria-label": t("Persona"), onchange: () => remember({ persona: frame.persona.value }) }),
    last: h("a.button.bare", { hidden: true, title: t("What was just asked, in the journal") }),
    console: h("a.button.bare", null, icon("left"), h("span", null, t("Console"))),
    main: h("main", { id: "main" }),
  };
  frame.as = h("label.field", null, h("span", null, t("as")), frame.persona);
  document.body.replaceChildren(
    h("header.bar", null, h("a.brand", { href: base + "/" }, h("img", { src: new URL("icon.svg", import.meta.url), alt: "" }), h("span", null, t("API docs"))),
      h("label.field", null, h("span", null, t("API")), frame.api), h("label.field", null, h("span", null, t("in session")), frame.session), frame.as,
      frame.last, h("span.push"), frame.console,
      button(isChinese() ? "EN" : "中文", async () => { await switchLanguage(); await build(); }, { look: "bare", title: isChinese() ? "English" : "中文", lang: isChinese() ? "en" : "zh-CN" }), themes()),
    frame.main, toasts);
  chosen.session = wishes().get("session") ?? "default";
  await attempt(async () => {
    const [routes, sessions] = await Promise.all([get("/routes"), get("/sessions")]);
    const names = [...new Set([...sessions.map((one) => one.name), chosen.session])];
    renew(frame.session, names.map((name) => [name, name]));
    frame.session.value = chosen.session;
    const apis = [...new Set(routes.map((route) => route.api)), "admin"];
    renew(frame.api, apis.map((api) => [api, api === "admin" ? t("the control plane") : api]));
    const wish = wishes().get("api");
    frame.api.value = apis.includes(wish) ? wish : apis[0];
    await show(frame.api.value);
  });
}

await load();
await build();
