// What would be lost if the page went elsewhere.
import { t } from "./language.js";

let dirty = () => false;

/** Names what tells whether a view has something that is not saved, until the signal aborts. */
export function unsaved(tells, signal) {
  dirty = tells;
  signal.addEventListener("abort", () => { dirty = () => false; });
}

/** Whether the page may go elsewhere: where something is not saved, its user is asked. */
export const leaves = () => !dirty() || confirm(t("What was changed in the row is not saved, and is lost then."));

addEventListener("beforeunload", (event) => {
  if (dirty()) event.preventDefault();
});
