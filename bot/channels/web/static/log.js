// The conversation on the screen: draws entries in order, keeps the focus and the place in it.

import { text } from "./config.js";
import { element, icon } from "./element.js";
import { heldFocus, returnFocus } from "./focus.js";
import { isEditable, viewOf } from "./message.js";
import { dayName, dayOf } from "./time.js";

const NEAR_BOTTOM = 60;

export class Log {
  #views = new Map();
  #days = new Map();
  #act;
  #list;
  #typing;
  #draft;
  #earlier;
  #empty;
  #newest;
  #atBottom = true;
  #top = 0;
  #height = 0;
  #drawnOnce = false;

  /** `act` has press, locate, edit, earlier and start. */
  constructor(act) {
    this.#act = act;
    this.#list = element("div", { class: "list" });
    // Read out once, when it is finished: a screen reader would begin anew with each sentence.
    this.#draft = element("p", { class: "draft", dir: "auto", "aria-hidden": "true" });
    this.#typing = element("div", { class: "typing", hidden: true, role: "status" },
      this.#draft,
      element("span", { class: "unseen" }, text("typing")),
      ...[0, 1, 2].map(() => element("i", { "aria-hidden": "true" })));
    this.#earlier = element("button", { type: "button", class: "earlier", hidden: true, onclick: () => act.earlier() },
      text("earlier"));
    this.#empty = this.#emptyState();
    this.log = element("div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": text("conversation"), tabindex: "0" },
      this.#earlier, this.#empty, this.#list, this.#typing);
    this.#newest = element("button", {
      type: "button", class: "newest", "aria-label": text("newest"), hidden: true,
      onclick: () => this.toBottom(),
    }, icon("down"));
    this.element = element("div", { class: "scroller" }, this.log, this.#newest);
    this.#watchScrolling();
  }

  /** Draws these entries and nothing else; `isPending(row, data)` tells which buttons work. */
  draw(entries, isPending, hasEarlier) {
    const held = heldFocus(this.log);
    const wanted = [];
    let changed = false;
    let day = null;
    this.#forget(new Set(entries.map(({ key }) => key)));
    for (const entry of entries) {
      if (dayOf(entry.at) !== day) wanted.push(this.#dayLine((day = dayOf(entry.at)), entry.at));
      const view = this.#view(entry);
      changed = this.#update(view, entry, isPending) || changed;
      wanted.push(view.element);
    }
    this.#arrange(wanted);
    this.#markLastOwn(entries);
    this.#empty.hidden = entries.length > 0;
    this.#earlier.hidden = !hasEarlier;
    returnFocus(this.log, held);
    if (this.#atBottom) this.toBottom();
    this.#drawnOnce = true;
  }

  /** From now on what is added is read out. */
  announce() {
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  /** Shows or hides that something is being worked on, with as much of it as there is. */
  typing(on, words = "") {
    this.#typing.hidden = !on;
    this.#draft.textContent = words;
    if (this.#atBottom) this.toBottom();
  }

  toBottom() {
    this.#atBottom = true;
    this.#newest.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** A message came; who reads further up is told, not moved. */
  arrived() {
    if (!this.#atBottom) this.#newest.classList.add("unread");
  }

  /** Keeps what is being read in place while older messages are put above it. */
  async keepingPlace(work) {
    const fromEnd = this.log.scrollHeight - this.log.scrollTop;
    this.#atBottom = false;
    await work();
    this.log.scrollTop = this.log.scrollHeight - fromEnd;
  }

  #emptyState() {
    return element("div", { class: "empty", hidden: true },
      element("span", { class: "mark", "aria-hidden": "true" }),
      element("p", { class: "title" }, text("empty_title")),
      element("p", {}, text("empty_text")),
      element("button", { type: "button", class: "primary", onclick: () => this.#act.start() }, text("start")));
  }

  #watchScrolling() {
    this.log.addEventListener("scroll", () => {
      const below = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight;
      // A picture that just grew leaves the end out of sight, and one that is not there yet pulls
      // what is shown down; only who scrolls up in what stays as it is leaves the end.
      const asBefore = this.log.scrollHeight === this.#height;
      if (below < NEAR_BOTTOM) this.#atBottom = true;
      else if (asBefore && this.log.scrollTop < this.#top) this.#atBottom = false;
      this.#top = this.log.scrollTop;
      this.#height = this.log.scrollHeight;
      this.#newest.hidden = this.#atBottom;
      if (this.#atBottom) this.#newest.classList.remove("unread");
    }, { passive: true });
    // Pictures load, keyboards open, phones turn: the end stays in sight.
    const resized = new ResizeObserver(() => {
      this.#height = this.log.scrollHeight;
      if (this.#atBottom) this.toBottom();
    });
    resized.observe(this.log);
    resized.observe(this.#list);
  }

  #view(entry) {
    const known = this.#views.get(entry.key);
    if (known?.place === entry.place) return known;
    known?.release();
    known?.element.remove();
    const view = viewOf(entry, this.#act);
    view.element.dataset.key = entry.key;
    view.element.classList.toggle("arriving", this.#drawnOnce);
    this.#views.set(entry.key, view);
    return view;
  }

  #update(view, entry, isPending) {
    const changed = view.update(entry, isPending);
    if (changed) flash(view.bubble);
    return changed;
  }

  #forget(keys) {
    for (const [key, view] of this.#views) {
      if (keys.has(key)) continue;
      view.release();
      view.element.remove();
      this.#views.delete(key);
    }
  }

  #dayLine(day, at) {
    const line = this.#days.get(day) ?? element("p", { class: "day" });
    this.#days.set(day, line);
    const name = dayName(at);
    if (line.textContent !== name) line.textContent = name;
    return line;
  }

  #arrange(wanted) {
    wanted.forEach((node, index) => {
      if (this.#list.children[index] !== node) {
        this.#list.insertBefore(node, this.#list.children[index] ?? null);
      }
    });
    while (this.#list.children.length > wanted.length) this.#list.lastElementChild.remove();
  }

  #markLastOwn(entries) {
    const last = entries.findLast(isEditable);
    for (const view of this.#views.values()) {
      view.element.classList.toggle("last-own", view.key === last?.key);
    }
  }
}

function flash(node) {
  node.classList.remove("changed");
  // Reading the layout lets the same animation begin anew.
  void node.offsetWidth;
  node.classList.add("changed");
}
