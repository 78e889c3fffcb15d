// One phone's connection: it comes back by itself and says when it is really there.

import { address } from "./config.js";

const RELOAD = 4401;
const TOO_MANY = 4429;
const RESTARTING = 1012;

const FIRST_WAIT = 400;
const LONGEST_WAIT = 15_000;
const CONNECTING = 10_000;
const PING_EVERY = 25_000;
// A turn never takes so long, so a server that does not answer is not there.
const PONG_WITHIN = 15_000;

export class Socket {
  #phone;
  #owner;
  #hear;
  #socket = null;
  #wait = FIRST_WAIT;
  #retry = null;
  #silence = null;
  #open = false;

  /** `hear.frame(frame)`, `hear.open()`, `hear.closed()`, `hear.stranger()`. */
  constructor(phone, owner, hear) {
    this.#phone = phone;
    this.#owner = owner;
    this.#hear = hear;
    setInterval(() => this.#ping(), PING_EVERY);
    addEventListener("online", () => this.#hurry());
    addEventListener("offline", () => this.#lost(this.#socket));
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#hurry(); });
    this.#connect();
  }

  /** Whether the server has greeted this connection. */
  get open() {
    return this.#open;
  }

  /** Sends one frame; whatever does not get through is sent again by whoever keeps it. */
  send(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #connect() {
    clearTimeout(this.#retry);
    const url = address(`chat/ws?phone=${this.#phone}`);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(url);
    this.#socket = socket;
    this.#expect(CONNECTING);
    socket.onopen = () => this.#hello();
    socket.onmessage = (event) => this.#heard(JSON.parse(event.data));
    socket.onclose = (event) => this.#lost(socket, event.code);
  }

  #hello() {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    this.send({
      type: "hello", zone: timeZone ?? "", language: navigator.language ?? "",
      now: new Date().toISOString(), store: this.#owner,
    });
  }

  #heard(frame) {
    clearTimeout(this.#silence);
    if (frame.type === "welcome") {
      this.#open = true;
      this.#wait = FIRST_WAIT;
      this.#hear.open();
    } else if (frame.type !== "pong") {
      this.#hear.frame(frame);
    }
  }

  #lost(socket, code) {
    if (!socket || socket !== this.#socket) return;
    clearTimeout(this.#silence);
    this.#socket = null;
    socket.close();
    this.#open = false;
    this.#hear.closed();
    if (code === RELOAD) this.#hear.stranger();
    else this.#retry = setTimeout(() => this.#connect(), this.#nextWait(code));
  }

  #nextWait(code) {
    if (code === TOO_MANY) return LONGEST_WAIT;
    // Spread out, so that a restarted server is not met by every page at once.
    const wait = this.#wait * (0.5 + Math.random());
    if (code !== RESTARTING) this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT);
    return wait;
  }

  #hurry() {
    this.#wait = FIRST_WAIT;
    if (this.#socket) this.#ping();
    else if (this.#retry !== null) this.#connect();
  }

  #ping() {
    if (!this.#open) return;
    this.send({ type: "ping" });
    this.#expect(PONG_WITHIN);
  }

  #expect(within) {
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#silence = setTimeout(() => this.#lost(socket), within);
  }
}
