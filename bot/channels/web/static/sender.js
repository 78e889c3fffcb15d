// Sends what waits, one message at a time and in order, until each is acknowledged.

import { tabId } from "./ids.js";

// Another tab sends what was typed in it; after so long it is taken to be gone.
const OTHER_TAB = 3000;

export class Sender {
  #store;
  #socket;
  #notice;
  #inFlight = null;
  #looking = false;
  #again = false;
  #later = null;
  #notBefore = 0;

  constructor(store, socket, notice) {
    this.#store = store;
    this.#socket = socket;
    this.#notice = notice;
  }

  /** Sends the oldest message that waits, unless one is on its way already. */
  async drain() {
    this.#again = true;
    if (this.#looking) return;
    this.#looking = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#sendOldest();
      }
    } finally {
      this.#looking = false;
    }
  }

  /** The connection is gone and with it whatever was on its way. */
  forget() {
    this.#inFlight = null;
    this.#notBefore = 0;
    clearTimeout(this.#later);
  }

  /** What the server says about a message: it has it, wants it later, or never. */
  async answered(frame) {
    const id = frame.id ?? this.#inFlight;
    if (frame.type === "again") {
      this.#inFlight = null;
      this.#notBefore = Date.now() + frame.after * 1000;
      return this.drain();
    }
    if (frame.notice) this.#notice(frame.notice);
    if (id) await this.#store.settle(id, frame.type === "ack" ? "sent" : "refused");
    if (id === this.#inFlight) this.#inFlight = null;
    await this.drain();
  }

  async #sendOldest() {
    if (!this.#socket.open || this.#inFlight) return;
    if (Date.now() < this.#notBefore) {
      this.#lookAgain(this.#notBefore - Date.now());
      return;
    }
    const [message] = await this.#store.queue();
    if (!message || !this.#socket.open || this.#inFlight) return;
    const rest = OTHER_TAB - (Date.now() - Date.parse(message.at));
    if (message.tab !== tabId() && rest > 0 && rest <= OTHER_TAB) {
      this.#lookAgain(rest);
      return;
    }
    this.#inFlight = message.id;
    const { id, n, at, content } = message;
    this.#socket.send({ type: "message", id, n, at, content });
  }

  #lookAgain(after) {
    clearTimeout(this.#later);
    this.#later = setTimeout(() => this.drain(), after);
  }
}
