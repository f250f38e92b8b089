// The words of the page. English ones stand in the code; zh.json has them in Chinese.
import { kept, keep } from "./kept.js";

let chinese = null;

/** Loads the words of the language that the document is in. */
export async function load() {
  if (isChinese()) chinese ??= await file("zh.json");
}

/** A file beside this one. */
export async function file(name) {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(name + ": " + answer.status);
  return answer.json();
}

/** Whether the page is in Chinese. */
export function isChinese() {
  return document.documentElement.lang === "zh-CN";
}

/** Puts the page into its other language; it has to be drawn again. */
export async function switchLanguage() {
  const next = isChinese() ? "en" : "zh-CN";
  if (next === "zh-CN") chinese ??= await file("zh.json");
  document.documentElement.lang = next;
  keep("language", next);
}

/** A text in the language of the page, with {names} filled in. */
export function t(text, values) {
  let said = isChinese() ? (chinese?.[text] ?? text) : text;
  for (const [name, value] of Object.entries(values ?? {})) said = said.replaceAll("{" + name + "}", () => String(value));
  return said;
}

/** The language that was kept, if one was. */
export const chosen = () => kept("language");
