// The commands that fit what is being typed, as a list under the reader's own arrow keys.

import { config, text } from "./config.js";
import { element } from "./element.js";

let lists = 0;

export class Suggestions {
  #input;
  #choose;
  #matches = [];
  #active = -1;
  #id = `commands-${(lists += 1)}`;

  /** `choose(command, atOnce)`: at once by click or Enter, completed for more words by Tab. */
  constructor(input, choose) {
    this.#input = input;
    this.#choose = choose;
    this.element = element("div",
      { class: "suggestions", role: "listbox", id: this.#id, "aria-label": text("commands"), hidden: true });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.#id);
    this.#draw();
  }

  /** Shows what fits the words typed so far. */
  update(words) {
    const typed = /^\/(\w*)$/.exec(words);
    this.#matches = typed
      ? config.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase()))
      : [];
    this.#active = this.#matches.length ? 0 : -1;
    this.#draw();
  }

  close() {
    this.#matches = [];
    this.#active = -1;
    this.#draw();
  }

  /** Handles a key where the list is open; whether it did. */
  key(event) {
    if (this.#matches.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#move(step);
    else if (event.key === "Enter" && !event.shiftKey) this.#take(this.#active, true);
    else if (event.key === "Tab" && !event.shiftKey) this.#take(this.#active, false);
    else if (event.key === "Escape") this.close();
    else return false;
    return true;
  }

  #move(step) {
    const count = this.#matches.length;
    this.#active = (this.#active + step + count) % count;
    this.#draw();
  }

  #point(index) {
    if (index === this.#active) return;
    this.#active = index;
    this.#draw();
  }

  #take(index, atOnce) {
    const { command } = this.#matches[index];
    this.close();
    this.#choose(command, atOnce);
  }

  #draw() {
    this.element.hidden = this.#matches.length === 0;
    this.element.replaceChildren(...this.#matches.map((match, index) => this.#option(match, index)));
    this.#input.setAttribute("aria-expanded", String(this.#matches.length > 0));
    if (this.#active < 0) {
      this.#input.removeAttribute("aria-activedescendant");
      return;
    }
    this.#input.setAttribute("aria-activedescendant", `${this.#id}-${this.#active}`);
    this.element.children[this.#active].scrollIntoView({ block: "nearest" });
  }

  #option({ command, description }, index) {
    const option = element("div", {
      class: "suggestion", role: "option", id: `${this.#id}-${index}`,
      "aria-selected": String(index === this.#active),
      onclick: () => this.#take(index, true),
      onpointermove: () => this.#point(index),
      // The words being typed keep the focus.
      onpointerdown: (event) => event.preventDefault(),
    });
    option.append(
      element("span", { class: "command", dir: "ltr" }, `/${command}`),
      element("span", { class: "description", dir: "auto" }, description));
    return option;
  }
}
