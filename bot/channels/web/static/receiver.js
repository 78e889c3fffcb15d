// Keeps what the server shows, in the order it came, and only then says that it was seen.

import { address } from "./config.js";
import { lacksMedia } from "./placing.js";

const MEDIA_RETRY = 3000;
const MEDIA_TRIES = 5;

export class Receiver {
  #phone;
  #store;
  #socket;
  #arrived;
  #order = Promise.resolve();
  #seen = [];
  #telling = null;

  /** `arrived(entry)` is called for each message that was not known before. */
  constructor(phone, store, socket, arrived) {
    this.#phone = phone;
    this.#store = store;
    this.#socket = socket;
    this.#arrived = arrived;
  }

  /** One `show` or `erase`; each waits for the one before it. */
  take(frame) {
    this.#order = this.#order
      .then(() => this.#keep(frame))
      // The row stays unsent on the server and comes again with the next connection.
      .catch((error) => console.error("could not keep a message", error));
  }

  async #keep(frame) {
    if (frame.type === "erase" || frame.erase) await this.#store.erase();
    if (frame.type === "erase") return;
    const { isNew, entry } = await this.#store.show(frame);
    if (isNew && entry) this.#arrived(entry);
    if (lacksMedia(entry)) this.#fetch(entry, MEDIA_TRIES);
    else this.#tellSeen(frame.id);
  }

  async #fetch(entry, tries) {
    try {
      await this.#store.keepMedia(entry.key, await this.#load(entry.row));
      this.#tellSeen(entry.row);
    } catch {
      if (tries > 1) setTimeout(() => this.#fetch(entry, tries - 1), MEDIA_RETRY);
    }
  }

  async #load(row) {
    const response = await fetch(address(`chat/media/${row}?phone=${this.#phone}`));
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`media answered ${response.status}`);
    return { blob: await response.blob(), name: fileName(response) };
  }

  #tellSeen(row) {
    this.#seen.push(row);
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      this.#socket.send({ type: "seen", ids: this.#seen.splice(0, 500) });
    }, 20);
  }
}

function fileName(response) {
  const header = response.headers.get("Content-Disposition") ?? "";
  const named = /filename\*=UTF-8''([^;]+)/.exec(header);
  return named ? decodeURIComponent(named[1]) : "werkout";
}
