// The parts that several views are made of.
import { h, fill, icon } from "./dom.js";
import { t } from "./language.js";
import { keep } from "./kept.js";

const said = h("div.toasts", { role: "status" });

/** Where short messages appear. */
export const toasts = said;

/** Shows a short message for a while. */
export function toast(text, wrong = false) {
  const one = h(wrong ? "p.toast.bad" : "p.toast", null, text);
  said.append(one);
  while (said.children.length > 3) said.firstChild.remove();
  setTimeout(() => one.remove(), wrong ? 9000 : 3200);
}

/** Does something, and shows why it could not be done. Answers whether it was. */
export async function attempt(doing) {
  try {
    await doing();
    return true;
  } catch (failure) {
    toast(failure.message, true);
    return false;
  }
}

/** Puts a text onto the clipboard, also where the page is no secure context. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = h("textarea", { value: text, readonly: true, "aria-hidden": "true", class: "aside" });
    (document.querySelector("dialog[open]") ?? document.body).append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error(t("The browser does not let the page copy."));
  }
  toast(t("Copied"));
}

/** A button. */
export function button(label, act, { look = "", symbol, title, ...attributes } = {}) {
  const name = title ?? (label === "" ? null : undefined);
  return h("button", { type: "button", class: look, title: name, "aria-label": label === "" ? name : null, onclick: act, ...attributes }, symbol && icon(symbol), label);
}

/** A button that copies what a function gives, or promises. */
export const copier = (label, text, attributes = {}) =>
  button(label, () => attempt(async () => copy(await text())), { symbol: "copy", look: "bare", title: t("Copy"), ...attributes });

/**
 * A dialog that is gone once it is closed. Its content gets a function that closes it with
 * a value, which the promise gives; null where it was left.
 */
export function dialog(title, content) {
  return new Promise((done) => {
    const box = h("dialog", { "aria-label": title });
    let result = null;
    const close = (value) => { result = value; box.close(); };
    fill(box, h("h2", null, title), content(close));
    box.addEventListener("close", () => { box.remove(); done(result); });
    box.addEventListener("click", (event) => { if (event.target === box) close(null); });
    document.body.append(box);
    box.showModal();
  });
}

/** Asks before something is lost. To go to another place is to say no. */
export async function sure(text, label) {
  const here = location.hash; // the event of a way that was gone before may still come
  const answered = new AbortController();
  const answer = await dialog(t("Are you sure?"), (close) => {
    addEventListener("hashchange", () => { if (location.hash !== here) close(false); }, { signal: answered.signal });
    return [
      h("p", null, text),
      h("div.end", null, button(t("Cancel"), () => close(false)), button(label, () => close(true), { look: "danger first" })),
    ];
  });
  answered.abort();
  return answer;
}

/**
 * Asks for values in a form. Each field is {name, label, element}; send does what is asked
 * for, and what it throws is shown in the dialog, which then stays.
 */
export const form = (title, fields, label, send) => dialog(title, (close) => {
  const wrong = h("p.wrong", { role: "alert" });
  const submit = async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    try {
      close(await send(Object.fromEntries(fields.map((field) => [field.name, field.element.value]))) ?? true);
    } catch (failure) {
      wrong.textContent = failure.message;
    }
  };
  return h("form", { onsubmit: submit },
    fields.map((field) => h("label", null, field.label, field.element)), wrong,
    h("div.end", null, button(t("Cancel"), () => close(null)), h("button.first", { type: "submit" }, label)));
});

/** Asks for the admin token, after one that was wrong or for the first time. */
export const askForToken = (again) => dialog(t("Admin token"), (close) => {
  const field = h("input", { type: "password", autofocus: true, autocomplete: "off", pattern: "[!-~]+", title: t("Letters, digits and signs of ASCII"), "aria-label": t("Admin token") });
  return h("form", { onsubmit: (event) => { event.preventDefault(); close(field.value.trim()); } },
    h("p", null, t("This mock was started with an admin token. It is kept until this tab is closed.")), again && h("p.wrong", { role: "alert" }, t("That token is not the mock's.")), field,
    h("div.end", null, h("button.first", { type: "submit" }, t("Go on"))));
});

/** A button that takes the next theme: the system's, the light one, the dark one. */
export function themes() {
  const root = document.documentElement;
  const all = ["", "light", "dark"];
  const show = () => {
    const theme = root.dataset.theme ?? "";
    const text = { "": t("Theme: as the system"), light: t("Theme: light"), dark: t("Theme: dark") }[theme];
    next.title = text;
    next.setAttribute("aria-label", text);
    fill(next, icon({ "": "auto", light: "sun", dark: "moon" }[theme]));
  };
  const next = button("", () => {
    const theme = all[(all.indexOf(root.dataset.theme ?? "") + 1) % all.length];
    if (theme === "") delete root.dataset.theme;
    else root.dataset.theme = theme;
    keep("theme", theme === "" ? null : theme);
    show();
  }, { look: "bare" });
  show();
  return next;
}

/** A choice among [value, text] pairs. */
export function choice(options, chosen, attributes = {}) {
  const select = h("select", attributes, options.map(([value, text]) => h("option", { value }, text)));
  select.value = chosen;
  return select;
}

/** Options under other ones, the present choice kept as far as it is still there. */
export function renew(select, options) {
  const before = select.value;
  fill(select, options.map(([value, text]) => h("option", { value }, text)));
  select.value = options.some(([value]) => value === before) ? before : (options[0]?.[0] ?? "");
}

/** What is shown where there is nothing. */
export const empty = (symbol, title, ...more) => h("div.empty", null, icon(symbol), h("p.lead", null, title), more);

/** JSON as a value, or undefined. */
export function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/g;

/** JSON text with its words coloured. */
export function coloured(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(token)) {
    parts.push(text.slice(at, found.index));
    const [all, string, colon, number] = found;
    if (string && colon) parts.push(h("span.name", null, string), colon);
    else parts.push(h(string ? "span.string" : number ? "span.number" : "span.literal", null, all));
    at = found.index + all.length;
  }
  parts.push(text.slice(at));
  return parts;
}

/** JSON text set in lines, its numbers and texts as they are written. */
export function setInLines(text) {
  let out = "";
  let depth = 0;
  const line = () => "\n" + "  ".repeat(Math.min(depth, 40));
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    if (piece === "{" || piece === "[") {
      depth++;
      out += piece + line();
    } else if (piece === "}" || piece === "]") {
      depth--;
      const bare = out.trimEnd();
      out = bare.endsWith(piece === "}" ? "{" : "[") ? bare + piece : out + line() + piece;
    } else if (piece === ",") out += piece + line();
    else out += piece === ":" ? ": " : piece;
  }
  return out;
}

/** A body: JSON set in lines and coloured, a form pair by pair, all else as it is. */
export function body(text, { cut = 0, label, type = "" } = {}) {
  let shown = text;
  if (text === "") return h("p.none", null, t("No body"));
  if (parsed(text) !== undefined) shown = coloured(setInLines(text));
  else if (type.startsWith("application/x-www-form-urlencoded")) {
    shown = [...new URLSearchParams(text)].map(([name, value]) => [h("span.name", null, name), " = ", value, "\n"]);
  }
  return h("div.body", null,
    copier("", () => text, { title: t("Copy the body") }),
    h("pre", { tabindex: "0", role: "group", "aria-label": label ?? t("Body") }, shown),
    cut > 0 && h("p.none", null, t("{n} bytes more are not kept", { n: cut })));
}

/** How long microseconds are, to read. */
export function lasting(micros) {
  if (micros < 1000) return micros + " µs";
  if (micros < 1e6) return (micros / 1000).toFixed(micros < 10000 ? 1 : 0) + " ms";
  return (micros / 1e6).toFixed(2) + " s";
}

/** Runs a function now and then again and again, while the page is looked at. */
export function every(milliseconds, doing, signal) {
  let busy = false;
  const run = async () => {
    if (busy || document.hidden) return;
    busy = true;
    try {
      await doing();
    } catch {
      // the next time may be better; the bar says that the mock cannot be reached
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(run, milliseconds);
  signal.addEventListener("abort", () => clearInterval(timer), { once: true });
}
