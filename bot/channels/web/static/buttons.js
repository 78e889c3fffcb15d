// The buttons under a message. A press shows at once that it was felt; the button stays where it
// is, so the focus stays on it.

import { element, icon } from "./element.js";
import { text } from "./config.js";

// A link is the bot's own, but nothing that a page could be made to run.
const SAFE_LINKS = new Set(["https:", "http:", "tel:", "mailto:", "geo:"]);
// What another program opens leaves no empty page behind.
const PAGES = new Set(["https:", "http:"]);

const SHORT = 6;

export class Buttons {
  #press;
  #ask;
  #shape = "";
  #pressed = new Map();

  /** `press(data)` for a button, `ask(button)` for the one that shares a location. */
  constructor(press, ask) {
    this.element = element("div", { class: "buttons" });
    this.#press = press;
    this.#ask = ask;
  }

  /** Draws the rows; buttons that keep their place and words stay the same elements. */
  update(rows, isPending) {
    const shape = JSON.stringify(rows.map((row) => row.map(({ label, url, ask }) => [label, url, ask])));
    if (shape !== this.#shape) this.element.replaceChildren(...rows.map((row) => this.#row(row)));
    this.#shape = shape;
    this.element.hidden = rows.length === 0;
    this.#pressed = new Map();
    rows.flat().forEach((button, index) => this.#refresh(button, index, isPending));
  }

  #row(row) {
    const [first, ...rest] = row.map((button) => this.#button(button));
    if (!hasLongFirst(row)) return element("div", { class: "row" }, first, ...rest);
    return element("div", { class: "row" }, first, element("div", { class: "rest" }, ...rest));
  }

  #button({ label, url, ask }) {
    if (url) return link(label, url);
    const words = element("span", { dir: "auto" }, label);
    const button = element("button", { type: "button", class: "button" }, ask ? icon("pin") : null, words);
    button.addEventListener("click", () => {
      if (ask) this.#ask(button);
      else this.#pressed.get(button)?.();
    });
    return button;
  }

  #refresh({ data, ask }, index, isPending) {
    const button = this.element.querySelectorAll(".button")[index];
    if (button.tagName !== "BUTTON" || ask) return;
    const pending = isPending(data);
    // `disabled` would throw the focus away.
    button.setAttribute("aria-disabled", pending ? "true" : "false");
    button.classList.toggle("pending", pending);
    let open = !pending;
    this.#pressed.set(button, () => {
      if (!open) return;
      open = false;
      this.#press(data);
    });
  }
}

// "Again 102.5×12" beside "+2.5", "−2.5", "+1" and "−1".
function hasLongFirst([first, ...rest]) {
  return rest.length > 2 && first.label.length > SHORT && rest.every(({ label }) => label.length <= SHORT);
}

function link(label, url) {
  const protocol = protocolOf(url);
  const isPage = PAGES.has(protocol);
  return element(
    "a",
    {
      class: "button", href: SAFE_LINKS.has(protocol) ? url : null,
      target: isPage ? "_blank" : null, rel: "noopener noreferrer",
    },
    element("span", { dir: "auto" }, label),
    icon("out"),
    isPage ? element("span", { class: "unseen" }, ` (${text("opens_page")})`) : null,
  );
}

function protocolOf(url) {
  try {
    return new URL(url).protocol;
  } catch {
    // Not an address at all.
    return "";
  }
}
