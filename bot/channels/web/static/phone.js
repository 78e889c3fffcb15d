// One phone: its conversation, its connection, its composer, and what they tell each other.

import { Composer } from "./composer.js";
import { text } from "./config.js";
import { element } from "./element.js";
import { locate } from "./locate.js";
import { Log } from "./log.js";
import { isEditable } from "./message.js";
import { Receiver } from "./receiver.js";
import { Sender } from "./sender.js";
import { Socket } from "./socket.js";
import { askOnTown, hasTown } from "./town.js";

const PAGE = 100;
const TYPING = 8000;
const NOTICE = 4500;
// A connection that is back within this time was never missed.
const MISSED_AFTER = 1500;

export class Phone {
  #store;
  #log;
  #composer;
  #socket;
  #sender;
  #receiver;
  #from = null;
  #hasEarlier = false;
  #entries = [];
  #drawing = false;
  #drawAgain = false;
  #notice;
  #offline;
  #arrived;
  #timers = {};

  /** `told.arrived()` for a new message, `told.stranger()` where the cookie is not ours. */
  constructor({ phone, store: owner }, store, told) {
    this.phone = phone;
    this.#store = store;
    this.#arrived = told.arrived;
    this.#log = new Log(this.#actions());
    this.#composer = new Composer(phone, this.#actions());
    this.#notice = element("div", { class: "notice", role: "status", "aria-live": "polite" });
    this.#offline = element("p", { class: "offline", role: "status" });
    this.screen = this.#screen();
    store.onChange(() => this.#changed());
    this.#listen(owner, told);
    this.#acceptFiles();
  }

  /** Draws what is kept and lets the conversation go on. */
  async begin() {
    const newest = await this.#store.entries(null, PAGE);
    this.#from = newest[0]?.place ?? 0;
    this.#hasEarlier = newest.length === PAGE;
    await this.#draw();
    this.#log.toBottom();
    this.#log.announce();
  }

  /** Called when this phone comes into sight. */
  shown() {
    this.#log.toBottom();
  }

  /** Says words as if the person had typed them. */
  async say(words) {
    await this.#say({ text: words });
  }

  focus() {
    this.#composer.focus();
  }

  #screen() {
    const header = element("header", { class: "header" },
      element("span", { class: "mark", "aria-hidden": "true" }),
      element("h2", {}, text("bot")));
    this.#log.element.append(this.#notice);
    return element("div", { class: "screen" }, header, this.#offline, this.#log.element, this.#composer.element);
  }

  #actions() {
    return {
      say: (words) => this.#say({ text: words }),
      start: () => { this.#say({ text: "/start" }); this.focus(); },
      correct: (id, words) => this.#store.edit(id, words),
      press: (data, row) => this.#store.press(data, row),
      locate: (button) => this.#locate(button),
      place: (point) => this.#say({ location: point }),
      whereAmI: (button) => this.#whereAmI(button),
      edit: (id) => this.#edit(id),
      lastOwn: () => this.#entries.findLast(isEditable),
      earlier: () => this.#earlier(),
    };
  }

  #listen(owner, told) {
    this.#socket = new Socket(this.phone, owner, {
      frame: (frame) => this.#heard(frame),
      open: () => { this.#connected(true); this.#sender.drain(); },
      closed: () => { this.#connected(false); this.#sender.forget(); },
      stranger: told.stranger,
    });
    this.#sender = new Sender(this.#store, this.#socket, (words) => this.#tell(words));
    this.#receiver = new Receiver(this.phone, this.#store, this.#socket, () => this.#isNew());
    this.#connected(false);
  }

  #heard(frame) {
    if (frame.type === "show" || frame.type === "erase") this.#receiver.take(frame);
    else if (frame.type === "typing") this.#showTyping(true);
    else if (frame.type === "draft") this.#showTyping(true, frame.text);
    else this.#sender.answered(frame);
    if (frame.type === "erase") this.#composer.clear();
  }

  async #say(content) {
    await this.#store.say(content);
    this.#log.toBottom();
  }

  #isNew() {
    this.#showTyping(false);
    this.#log.arrived();
    this.#arrived(this);
  }

  #changed() {
    this.#draw();
    this.#sender.drain();
  }

  async #draw() {
    this.#drawAgain = true;
    if (this.#drawing || this.#from === null) return;
    this.#drawing = true;
    try {
      while (this.#drawAgain) {
        this.#drawAgain = false;
        await this.#drawOnce();
      }
    } finally {
      this.#drawing = false;
    }
  }

  async #drawOnce() {
    const [entries, queue] = await Promise.all([this.#store.entries(this.#from, PAGE), this.#store.queue()]);
    const pending = new Set(queue.map(({ content }) => `${content.message} ${content.press}`));
    this.#entries = entries;
    this.#log.draw(entries, (row, data) => pending.has(`${row} ${data}`), this.#hasEarlier);
  }

  async #earlier() {
    const older = await this.#store.earlier(this.#from, PAGE);
    this.#hasEarlier = older.length === PAGE;
    if (older.length) this.#from = older[0].place;
    await this.#log.keepingPlace(() => this.#draw());
  }

  #edit(id) {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry && isEditable(entry)) this.#composer.edit(entry);
  }

  #whereAmI(button) {
    if (!hasTown) return this.#locate(button);
    askOnTown((point) => this.#say({ location: point }), () => this.#locate(button));
  }

  async #locate(button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await this.#say({ location: await locate() });
    } catch {
      this.#tell(text("no_location"));
      this.focus();
    } finally {
      button.removeAttribute("aria-busy");
    }
  }

  #tell(words) {
    clearTimeout(this.#timers.notice);
    this.#notice.replaceChildren(element("p", { dir: "auto" }, words));
    this.#timers.notice = setTimeout(() => this.#notice.replaceChildren(), NOTICE);
  }

  #showTyping(on, words = "") {
    clearTimeout(this.#timers.typing);
    this.#log.typing(on, words);
    if (on) this.#timers.typing = setTimeout(() => this.#log.typing(false), TYPING);
  }

  #connected(is) {
    if (is) {
      clearTimeout(this.#timers.offline);
      this.#timers.offline = null;
      this.#offline.textContent = "";
    } else {
      // Each attempt that fails says so again; the waiting began with the first.
      this.#timers.offline ??= setTimeout(() => { this.#offline.textContent = text("waiting"); }, MISSED_AFTER);
    }
  }

  #acceptFiles() {
    const take = (event, files) => {
      if (!files?.length) return;
      event.preventDefault();
      for (const { name, type, size } of files) {
        this.#say({ file: { name: name.slice(0, 255), mime: type.slice(0, 127), size } });
      }
    };
    this.screen.addEventListener("dragover", (event) => event.preventDefault());
    this.screen.addEventListener("drop", (event) => take(event, event.dataTransfer?.files));
    this.screen.addEventListener("paste", (event) => take(event, event.clipboardData?.files));
  }
}
