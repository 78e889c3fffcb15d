// The demo's town as a picture: wherever it is clicked, there the person is.

import { config, text } from "./config.js";
import { element, icon, iconButton } from "./element.js";
import { bounds, forests, lakes, parks, quarters, railways, river, streets } from "./town_map.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 340;
// A degree of longitude is shorter than one of latitude, by the cosine of the latitude.
const SHORTER = Math.cos(((bounds.south + bounds.north) / 2) * (Math.PI / 180));
const HEIGHT = Math.round((WIDTH * (bounds.north - bounds.south)) / ((bounds.east - bounds.west) * SHORTER));
const LAYERS = [
  ["forest", forests, true], ["park", parks, true], ["lake", lakes, true],
  ["street", streets, false], ["railway", railways, false], ["river", [river], false],
];
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** Whether this page has a town to choose a place in. */
export const hasTown = Boolean(config.town);

/** The picture; `choose({latitude, longitude})` is told each place that is clicked. */
export function townPicture(choose) {
  const ground = drawing();
  ground.addEventListener("click", (event) => choose(pointAt(ground, event)));
  const spots = quarters.map((quarter) => spot(quarter, choose));
  spots.forEach((one, index) => { one.tabIndex = index ? -1 : 0; });
  const picture = element("div", { class: "town", role: "group", "aria-label": text("town_label") }, ground, ...spots);
  picture.addEventListener("keydown", (event) => move(event, spots));
  return picture;
}

/** The picture over the page, with the device's own location as the other choice. */
export function askOnTown(choose, locate) {
  const dialog = element("dialog", { class: "town-dialog", "aria-label": text("town_label") });
  const done = (action) => (value) => { dialog.close(); action(value); };
  dialog.append(
    element("header", {},
      element("h2", {}, text("town_title")),
      iconButton("close", text("close"), () => dialog.close(), { class: "tool" })),
    townPicture(done(choose)),
    element("button", { type: "button", class: "button", onclick: done(() => locate()) },
      icon("pin"), element("span", {}, text("town_device"))));
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".spot").focus();
}

function drawing() {
  const svg = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "ground", "aria-hidden": "true" });
  for (const [kind, lines, closed] of LAYERS) {
    for (const line of lines) svg.append(shape("path", { class: kind, d: path(line, closed) }));
  }
  return svg;
}

function shape(tag, attributes) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function path(points, closed) {
  const drawn = points.map(([longitude, latitude]) => {
    const { x, y } = place({ longitude, latitude });
    return [x * WIDTH, y * HEIGHT];
  });
  if (closed) drawn.push(drawn[0], drawn[1]);
  // Round bends: from the middle of each stretch to the middle of the next.
  const bends = drawn.slice(1, -1).map((corner, index) => `Q${at(corner)} ${at(middle(corner, drawn[index + 2]))}`);
  const first = closed ? middle(drawn[0], drawn[1]) : drawn[0];
  return `M${at(first)}${bends.join("")}${closed ? "Z" : `L${at(drawn.at(-1))}`}`;
}

function middle([x, y], [toX, toY]) {
  return [(x + toX) / 2, (y + toY) / 2];
}

function at([x, y]) {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}

// Fractions of the picture, from its top left corner.
function place({ latitude, longitude }) {
  return {
    x: (longitude - bounds.west) / (bounds.east - bounds.west),
    y: (bounds.north - latitude) / (bounds.north - bounds.south),
  };
}

function pointAt(ground, event) {
  const box = ground.getBoundingClientRect();
  const x = (event.clientX - box.left) / box.width;
  const y = (event.clientY - box.top) / box.height;
  return {
    latitude: bounds.north - y * (bounds.north - bounds.south),
    longitude: bounds.west + x * (bounds.east - bounds.west),
  };
}

function spot({ name, latitude, longitude }, choose) {
  const button = element("button", { type: "button", class: "spot", onclick: () => choose({ latitude, longitude }) },
    element("span", { dir: "auto" }, name));
  const { x, y } = place({ latitude, longitude });
  // The fence lets no style attribute through, only what a script sets.
  button.style.left = `${100 * x}%`;
  button.style.top = `${100 * y}%`;
  return button;
}

// One stop for the Tab key; the arrows go to the nearest quarter that way.
function move(event, spots) {
  const direction = DIRECTIONS[event.key];
  const from = spots.indexOf(document.activeElement);
  if (!direction || from < 0) return;
  event.preventDefault();
  const to = nearest(from, direction);
  if (to === null) return;
  spots[from].tabIndex = -1;
  spots[to].tabIndex = 0;
  spots[to].focus();
}

function nearest(from, [right, down]) {
  const here = place(quarters[from]);
  let found = null;
  let least = Infinity;
  quarters.forEach((quarter, index) => {
    const there = place(quarter);
    const [dx, dy] = [(there.x - here.x) * WIDTH, (there.y - here.y) * HEIGHT];
    const along = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    // Whatever lies more aside than ahead is another arrow's.
    if (along <= 0 || aside > along || along + aside >= least) return;
    [found, least] = [index, along + aside];
  });
  return found;
}
