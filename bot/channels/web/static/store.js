// What one phone keeps: its transcript, what waits to be sent, what it was shown.
//
// Every tab writes here and draws from here, so two tabs that hear the same message keep it
// once. All counters move inside the transaction that uses them.

import { ofPhone, result, transact } from "./database.js";
import { randomId, tabId } from "./ids.js";
import { place } from "./placing.js";

// Rows are remembered so that one shown twice is kept once; the server forgets them long before.
const SHOWN_KEPT = 2000;

export class Store {
  #database;
  #phone;
  #channel;
  #listener = () => {};

  constructor(database, phone) {
    this.#database = database;
    this.#phone = phone;
    this.#channel = new BroadcastChannel(`werkout-${phone}`);
    this.#channel.onmessage = () => this.#listener();
  }

  /** Calls `listener` after every change, made in this tab or in another. */
  onChange(listener) {
    this.#listener = listener;
  }

  /** Makes this phone's records those of `owner`; the transcript of an earlier one is wiped. */
  claim(owner) {
    return this.#write(async (stores) => {
      const known = await this.#counters(stores);
      if (known.owner !== owner) await this.#startOver(stores);
      stores.phones.put({ ...known, owner });
      await this.#prune(stores);
    });
  }

  /** The newest `count` entries in order, or those from the place `from` on. */
  async entries(from, count) {
    return transact(this.#database, "readonly", async ({ entries }) => {
      const index = entries.index("place");
      if (from !== null) return result(index.getAll(ofPhone(this.#phone, from)));
      return backwards(index, ofPhone(this.#phone), count);
    });
  }

  /** Up to `count` entries before the place `before`, in order. */
  async earlier(before, count) {
    const range = IDBKeyRange.bound([this.#phone, -Infinity], [this.#phone, before], false, true);
    return transact(this.#database, "readonly", ({ entries }) =>
      backwards(entries.index("place"), range, count));
  }

  /** Everything that waits to be sent, oldest first. */
  async queue() {
    return transact(this.#database, "readonly", ({ queue }) =>
      result(queue.getAll(ofPhone(this.#phone))));
  }

  /** Keeps what the person said, to be sent; gives its entry the state "waiting". */
  say(content) {
    return this.#write(async (stores) => {
      const { id, at } = await this.#enqueue(stores, content);
      const counters = await this.#counters(stores);
      counters.place += 1;
      stores.phones.put(counters);
      stores.entries.put({
        phone: this.#phone, key: `me:${id}`, place: counters.place,
        from: "me", id, at, state: "waiting", content,
      });
    });
  }

  /** Keeps a pressed button, to be sent. It leaves no entry: the answer shows what it did. */
  press(data, row) {
    return this.#write((stores) => this.#enqueue(stores, { press: data, message: row }));
  }

  /** Gives an own message other words, here at once and there when it is sent. */
  edit(id, words) {
    return this.#write(async (stores) => {
      const entry = await result(stores.entries.get([this.#phone, `me:${id}`]));
      if (!entry) return;
      await this.#enqueue(stores, { edit: id, text: words });
      stores.entries.put({ ...entry, content: { text: words }, edited: true, state: "waiting" });
    });
  }

  /** Takes a message off the queue; its entry is now "sent" or "refused". */
  settle(id, state) {
    return this.#write(async (stores) => {
      const queued = await result(stores.queue.getAll(ofPhone(this.#phone)));
      const message = queued.find((one) => one.id === id);
      if (!message) return;
      stores.queue.delete([this.#phone, message.n]);
      const entry = await result(stores.entries.get([this.#phone, `me:${message.content.edit ?? id}`]));
      if (entry) stores.entries.put({ ...entry, state });
    });
  }

  /** Keeps what the server showed, once; gives the entry where it still lacks its media. */
  show(frame) {
    return this.#write(async (stores) => {
      const known = await result(stores.shown.get([this.#phone, frame.id]));
      if (known) {
        const entry = await result(stores.entries.get([this.#phone, `row:${frame.id}`]));
        return { isNew: false, entry };
      }
      stores.shown.put({ phone: this.#phone, row: frame.id });
      const counters = await this.#counters(stores);
      const entry = await place(stores.entries, this.#phone, frame, counters);
      stores.phones.put(counters);
      return { isNew: true, entry };
    });
  }

  /** Keeps the bytes of a picture or file with its entry; `null` where the server has none. */
  keepMedia(key, media) {
    return this.#write(async ({ entries }) => {
      const entry = await result(entries.get([this.#phone, key]));
      // Another tab may have fetched it before the server let go of it.
      if (entry && !entry.media?.blob) entries.put({ ...entry, media: media ?? "gone" });
    });
  }

  /** Forgets the whole transcript. What was typed and not yet sent is kept. */
  erase() {
    return this.#write((stores) => this.#startOver(stores));
  }

  async #write(work) {
    const value = await transact(this.#database, "readwrite", work);
    this.#channel.postMessage("changed");
    this.#listener();
    return value;
  }

  async #counters({ phones }) {
    return (await result(phones.get(this.#phone)))
      ?? { phone: this.#phone, owner: null, n: 0, place: 0 };
  }

  async #enqueue(stores, content) {
    const counters = await this.#counters(stores);
    counters.n += 1;
    stores.phones.put(counters);
    const message = {
      phone: this.#phone, n: counters.n, id: randomId(), content,
      at: new Date().toISOString(), tab: tabId(),
    };
    stores.queue.put(message);
    return message;
  }

  async #startOver(stores) {
    const mine = ofPhone(this.#phone);
    const entries = await result(stores.entries.getAll(mine));
    const queued = await result(stores.queue.getAll(mine));
    for (const name of ["entries", "queue", "shown"]) stores[name].delete(mine);
    // Presses and corrections belong to messages that are gone; new words do not.
    const unsent = queued.filter(({ content }) => !("press" in content || "edit" in content));
    const keys = new Set(unsent.map(({ id }) => `me:${id}`));
    for (const message of unsent) stores.queue.put(message);
    for (const entry of entries) if (keys.has(entry.key)) stores.entries.put(entry);
  }

  async #prune({ shown }) {
    const rows = await result(shown.getAllKeys(ofPhone(this.#phone)));
    for (const row of rows.slice(0, Math.max(0, rows.length - SHOWN_KEPT))) shown.delete(row);
  }
}

function backwards(index, range, count) {
  return new Promise((resolve, reject) => {
    const found = [];
    const walk = index.openCursor(range, "prev");
    walk.onerror = () => reject(walk.error);
    walk.onsuccess = () => {
      const cursor = walk.result;
      if (!cursor || found.length === count) return resolve(found.reverse());
      found.push(cursor.value);
      cursor.continue();
    };
  });
}
