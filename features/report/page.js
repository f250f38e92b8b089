(() => {
  "use strict";
  const byID = id => document.getElementById(id);
  const [form, text, rule, status, count] = ["filter", "text", "rule", "status", "count"].map(byID);
  const features = [...document.querySelectorAll(".feature")].map(at => ({
    at, name: at.firstElementChild.textContent.toLowerCase(),
    scenarios: [...at.querySelectorAll(".scenario")].map(s => ({
      at: s, name: s.querySelector(".name").textContent.toLowerCase(),
      status: s.dataset.status, rules: s.dataset.rules.toUpperCase().split(" ").filter(Boolean),
    })),
  }));
  const all = features.reduce((sum, f) => sum + f.scenarios.length, 0);

  // A rule's id stands for its parts too.
  const cites = (rules, id) => rules.some(r => r === id || r.startsWith(id + "."));
  const filter = () => {
    const words = text.value.trim().toLowerCase(), id = rule.value.trim().toUpperCase().replace(/^@/, "");
    let shown = 0;
    for (const f of features) {
      let here = 0;
      for (const s of f.scenarios) {
        s.at.hidden = !((f.name + " " + s.name).includes(words) && (!id || cites(s.rules, id)) && (!status.value || s.status === status.value));
        if (!s.at.hidden) here++;
      }
      f.at.hidden = here === 0;
      shown += here;
    }
    count.value = shown === all ? all + " scenarios" : shown + " of " + all;
  };

  // A link to what is folded, or filtered away, shows it.
  const reveal = () => {
    const to = location.hash && byID(decodeURIComponent(location.hash.slice(1)));
    if (!to) return;
    if (to.closest("[hidden]")) {
      form.reset();
      filter();
    }
    for (let at = to; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    to.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("input", filter);
  addEventListener("hashchange", reveal);
  filter();
  reveal();
})();
