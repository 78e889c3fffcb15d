// Where the person types: words, a command, a correction, a place.

import { text } from "./config.js";
import { element, icon, iconButton } from "./element.js";
import { Suggestions } from "./suggestions.js";

// The server's own limit.
const LONGEST = 4096;

export class Composer {
  #act;
  #input;
  #send;
  #editing = null;
  #banner;
  #suggestions;
  #draft;

  /** `act` has say(words), correct(id, words), lastOwn() and whereAmI(button). */
  constructor(phone, act) {
    this.#act = act;
    this.#draft = `werkout-draft-${phone}`;
    this.#input = this.#textarea();
    this.#suggestions = new Suggestions(this.#input, (command, atOnce) => this.#command(command, atOnce));
    this.#send = iconButton("send", text("send"), null, { type: "submit", class: "send" });
    this.#banner = this.#editBanner();
    this.element = element("form", { class: "composer", onsubmit: (event) => this.#submit(event) },
      this.#suggestions.element,
      this.#banner,
      element("div", { class: "bar" },
        iconButton("slash", text("commands"), () => this.#toggleCommands(), { class: "tool" }),
        element("div", { class: "field" },
          this.#input,
          iconButton("pin", text("share_location"), (event) => act.whereAmI(event.currentTarget), { class: "tool" })),
        this.#send));
    this.#restoreDraft();
  }

  focus() {
    this.#input.focus();
  }

  /** Lets the person change the words of an own message. */
  edit({ id, content }) {
    this.#editing = id;
    this.#banner.hidden = false;
    this.#banner.querySelector(".words").textContent = content.text;
    this.#fill(content.text);
  }

  /** Forgets what was being typed. */
  clear() {
    this.#stopEditing();
  }

  #textarea() {
    return element("textarea", {
      rows: "1", dir: "auto", maxlength: String(LONGEST), enterkeyhint: "send", autocomplete: "off",
      placeholder: text("placeholder"), "aria-label": text("message_label"),
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#suggestions.close(),
    });
  }

  #editBanner() {
    return element("div", { class: "editing", hidden: true },
      icon("pencil"),
      element("span", { class: "label" }, text("editing")),
      element("span", { class: "words", dir: "auto" }),
      iconButton("close", text("stop_editing"), () => { this.#stopEditing(); this.focus(); }, { class: "tool" }));
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (this.#suggestions.key(event)) {
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.element.requestSubmit();
    } else if (event.key === "ArrowUp" && this.#input.value === "") {
      const last = this.#act.lastOwn();
      if (last) this.edit(last);
      if (last) event.preventDefault();
    } else if (event.key === "Escape" && this.#editing) {
      this.#stopEditing();
    }
  }

  #submit(event) {
    event.preventDefault();
    // Half of a surrogate pair is no character, and no JSON either.
    const words = this.#input.value.trim().replace(/\p{Surrogate}/gu, "");
    if (words === "") return;
    if (this.#editing) this.#act.correct(this.#editing, words);
    else this.#act.say(words);
    this.#stopEditing();
    // A tap on the button must not close the keyboard.
    this.focus();
  }

  #stopEditing() {
    this.#editing = null;
    this.#banner.hidden = true;
    this.#fill("");
  }

  #command(command, atOnce) {
    if (atOnce) this.#act.say(`/${command}`);
    this.#fill(atOnce ? "" : `/${command} `);
  }

  #toggleCommands() {
    const open = !this.#suggestions.element.hidden;
    if (this.#input.value === "" || open) this.#fill(open ? "" : "/");
    this.focus();
  }

  #fill(words) {
    this.#input.value = words;
    this.#changed();
    if (words && words !== "/") this.#suggestions.close();
    if (words) this.focus();
  }

  #changed() {
    const words = this.#input.value;
    this.#suggestions.update(words);
    this.#send.classList.toggle("ready", words.trim() !== "");
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
    sessionStorage.setItem(this.#draft, this.#editing ? "" : words);
  }

  #restoreDraft() {
    this.#input.value = sessionStorage.getItem(this.#draft) ?? "";
    requestAnimationFrame(() => this.#changed());
  }
}
