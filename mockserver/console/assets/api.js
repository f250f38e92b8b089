// The control plane, as the page asks it.
import { adminToken, keepToken } from "./kept.js";

/** The path of the control plane. */
export const base = document.body.dataset.base;

/** The session that the page is about. */
export const chosen = { session: "default" };

/** A refusal, with all that was wrong. */
export class Refused extends Error {
  constructor(status, answer) {
    super(answer.error ?? "HTTP " + status);
    this.status = status;
    this.problems = answer.problems ?? [];
    this.findings = answer.findings ?? [];
  }
}

let askForToken = async () => null;

/** Says how the page asks its user for the admin token. */
export const onToken = (ask) => { askForToken = ask; };

/** The headers of a request to the control plane. */
function headers(more) {
  const all = { "Mock-Session": chosen.session, ...more };
  if (adminToken()) all.Authorization = "Bearer " + adminToken();
  return all;
}

let asking = null;

let left = false; // whether the user did not want to give it

/** Asks for the token once, however many requests want one, and not again once it was refused. */
async function token() {
  if (left) return false;
  asking ??= askForToken(adminToken() !== null).finally(() => { asking = null; });
  const text = await asking;
  left = !text;
  if (text) keepToken(text);
  return !left;
}

/** Lets the token be asked for again. */
export const askAgain = () => { left = false; };

/** What follows the ? of a query; what is "" or missing is left out. */
export function query(values) {
  const pairs = Object.entries(values ?? {}).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return pairs.length > 0 ? "?" + new URLSearchParams(pairs) : "";
}

/**
 * The answer to a request as it came. Where the mock wants its token, the user is asked
 * for it and the request goes out again.
 */
export async function send(method, path, { params, body, type, session, signal } = {}) {
  for (;;) {
    const more = {};
    if (body !== undefined) more["Content-Type"] = type ?? "application/json";
    if (session !== undefined) more["Mock-Session"] = session;
    const sent = adminToken();
    const answer = await fetch(base + path + query(params), { method, headers: headers(more), body, signal, cache: "no-store" });
    if (answer.status !== 401) return answer;
    if (sent === adminToken() && !(await token())) return answer;
  }
}

/** The answer's JSON; a refusal is thrown. */
export async function ask(method, path, options = {}) {
  const text = options.json === undefined ? options.body : JSON.stringify(options.json);
  const answer = await send(method, path, { ...options, body: text });
  const said = await answer.text();
  let value = null;
  try {
    value = said === "" ? null : JSON.parse(said);
  } catch {
    value = { error: said.slice(0, 200) };
  }
  if (!answer.ok) throw new Refused(answer.status, value ?? {});
  return value;
}

export const get = (path, params, options) => ask("GET", path, { ...options, params });

/** A part of a path. */
export const part = encodeURIComponent;

/**
 * Follows the journal until the signal aborts: each exchange goes to entry, how many were
 * missed to dropped, whether it listens to live. It ends when a connection breaks: the
 * mock that is there next may be another, whose ids begin anew. An EventSource could not
 * send the token.
 */
export async function follow(params, since, signal, { entry, dropped, live }) {
  let pause = 500;
  let heard = false;
  while (!signal.aborted) {
    try {
      const answer = await send("GET", "/requests/stream", { params: { ...params, since }, signal });
      if (!answer.ok) throw new Refused(answer.status, await answer.json());
      live(true);
      heard = true;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        const events = (rest + value).split("\n\n");
        rest = events.pop();
        for (const event of events) {
          const fields = {};
          for (const line of event.split("\n")) {
            const at = line.indexOf(":");
            if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1).trimStart();
          }
          if (fields.event === "dropped") dropped(JSON.parse(fields.data).count);
          else if (fields.data) entry(JSON.parse(fields.data));
        }
      }
    } catch (failure) {
      if (signal.aborted) return;
      if (failure instanceof Refused && failure.status < 500) {
        live(false, failure);
        return;
      }
    }
    live(false);
    if (heard) return;
    await new Promise((done) => {
      const end = () => { clearTimeout(timer); signal.removeEventListener("abort", end); done(); };
      const timer = setTimeout(end, pause);
      signal.addEventListener("abort", end, { once: true });
    });
    pause = Math.min(pause * 2, 8000);
  }
}
