// The ways within the console: #/view/part/part?name=value.
import { chosen } from "./api.js";

const decoded = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Where the page is. */
export function whereabouts() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?");
  const [view, ...parts] = path.split("/").map(decoded);
  return { view, parts: parts.filter((text) => text !== ""), values: new URLSearchParams(query) };
}

/** The address of a place in the console, in the session that is chosen. */
export function address(view, parts = [], values = {}) {
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== "" && value !== undefined && value !== null));
  if (chosen.session !== "default") query.set("session", chosen.session);
  const text = query.toString();
  return "#/" + [view, ...parts].map(encodeURIComponent).join("/") + (text === "" ? "" : "?" + text);
}

/** Goes to a place in the console. */
export const go = (...to) => { location.hash = address(...to); };
