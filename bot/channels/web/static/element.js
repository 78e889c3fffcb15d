// Building the page. Whatever anybody wrote becomes a text node and never markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12 20 4l-5 16-3.5-6.5z",
  pin: "M12 21s-6.5-5.6-6.5-11a6.5 6.5 0 0 1 13 0c0 5.4-6.5 11-6.5 11zM12 12.2a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
  slash: "M7.5 4h9A3.5 3.5 0 0 1 20 7.5v9a3.5 3.5 0 0 1-3.5 3.5h-9A3.5 3.5 0 0 1 4 16.5v-9A3.5 3.5 0 0 1 7.5 4zM13.6 8l-3.2 8",
  close: "M6 6l12 12M18 6 6 18",
  pencil: "M5 19l1-4L16.5 4.5l3 3L9 18zM14.5 6.5l3 3",
  down: "M6 9.5l6 6 6-6",
  out: "M8 16 17 7M9.5 7H17v7.5",
  check: "M5 12.8l4.4 4.4L19 7.5",
  clock: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.8V12l2.8 2",
  alert: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 8v4.6M12 15.8v.1",
  file: "M7 3.5h7l4 4V20.5H7zM13.5 3.8V8h4.2",
};

/** An element with its attributes; children are nodes or plain text, empty ones are left out. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A line drawing; decoration only, so whatever carries it needs words of its own. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A button that shows an icon and says a label. */
export function iconButton(name, label, onclick, attributes = {}) {
  return element("button", { type: "button", "aria-label": label, title: label, onclick, ...attributes }, icon(name));
}
