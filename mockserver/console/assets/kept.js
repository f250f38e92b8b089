// What the browser keeps for the page; where it keeps nothing, the page does without.

const from = (store, name) => {
  try {
    return globalThis[store].getItem("contractmock." + name);
  } catch {
    return null;
  }
};

const into = (store, name, value) => {
  try {
    if (value === null) globalThis[store].removeItem("contractmock." + name);
    else globalThis[store].setItem("contractmock." + name, value);
  } catch {
    // it holds until the page is left
  }
};

/** What was kept from visit to visit. */
export const kept = (name) => from("localStorage", name);
export const keep = (name, value) => into("localStorage", name, value);

let token = from("sessionStorage", "token");

/** The admin token, which is kept until the tab is closed. */
export const adminToken = () => token;
export const keepToken = (text) => {
  token = text;
  into("sessionStorage", "token", text);
};
