// Elements, made of texts and never of HTML: whatever the mock knows stays what it is.

/**
 * An element: h("a.link", {href}, "text", …). Attributes that are null or false are left
 * out, on… ones are listeners, and children that are null, false or undefined too.
 */
export function h(name, attributes, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag || "div");
  if (classes.length > 0) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "class") element.classList.add(...value.split(" ").filter(Boolean));
    else if (key === "value" || key === "checked") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Puts other children in the place of an element's. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// What the icons are drawn with, on 24 by 24.
const drawn = {
  journal: "M4 6h16M4 12h16M4 18h10",
  personas: "M16 19a4 4 0 0 0-8 0M12 12a3 3 0 1 0 0-6 3 3 0 0 0 0 6M20 18a3.5 3.5 0 0 0-3-3.4M4 18a3.5 3.5 0 0 1 3-3.4",
  state: "M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 7v5l3 2",
  faults: "M13 3 5 13h6l-1 8 8-10h-6z",
  snapshots: "M4 8h3l2-3h6l2 3h3v11H4zM12 16.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400",
  sessions: "M12 3 3 8l9 5 9-5zM3 12l9 5 9-5M3 16l9 5 9-5",
  operations: "M8 6h12M8 12h12M8 18h12M4 6h.010M4 12h.010M4 18h.010",
  sign: "M8 15a4 4 0 1 1 3.500-5.900L20 9v3h-2v3h-3v-3h-3.500A4 4 0 0 1 8 15M7.500 11h.010",
  docs: "M5 4h9l5 5v11H5zM14 4v5h5M8 13h8M8 16.500h5",
  search: "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4",
  pause: "M9 5v14M15 5v14",
  play: "M7 5l12 7-12 7z",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  close: "M6 6l12 12M18 6 6 18",
  plus: "M12 5v14M5 12h14",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  download: "M12 4v11M7 11l5 5 5-5M5 20h14",
  upload: "M12 16V5M7 9l5-5 5 5M5 20h14",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600 19 19M5 19l1.400-1.400M17.600 6.400 19 5",
  moon: "M20 14.500A8.500 8.500 0 0 1 9.500 4 8.500 8.500 0 1 0 20 14.500",
  auto: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 3v18M12 8h7.500M12 13h8.700M12 18h5",
  help: "M9.500 9.500a2.500 2.500 0 1 1 3.800 2.100c-.900.500-1.300 1-1.300 1.900M12 17h.010M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18",
  reset: "M4 12a8 8 0 1 0 2.500-5.800M4 4v4.500h4.500",
  key: "M14 10a4 4 0 1 0-4 4l2 0M12 12l8 8M17 17l2-2",
  up: "M12 19V5M6 11l6-6 6 6",
  left: "M19 12H5M11 6l-6 6 6 6",
  next: "M9 6l6 6-6 6",
};

/** An icon, which says nothing to those who listen: what it stands beside says it. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", drawn[name]);
  svg.append(path);
  return svg;
}

/** A text in which what stands in backticks is code. */
export function prose(text) {
  return text.split("`").map((part, at) => (at % 2 === 1 ? h("code", null, part) : part));
}
