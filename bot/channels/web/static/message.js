// One message on the screen, drawn from its entry and drawn again in place when that changes.

import { Buttons } from "./buttons.js";
import { text } from "./config.js";
import { element, icon, iconButton } from "./element.js";
import { asText } from "./locate.js";
import { mediaElement } from "./media.js";
import { timeOfDay } from "./time.js";
import { hasTown, townPicture } from "./town.js";

// A bold title with lines below it.
const TITLED = new Set(["Card", "Venue"]);
const STATES = { waiting: "clock", sent: "check", refused: "alert" };

/** Whether the person may give this message other words: their own, sent, and no command. */
export function isEditable({ from, content, state }) {
  return from === "me" && "text" in content && !content.text.startsWith("/") && state === "sent";
}

/** A view of an entry of either side: `element`, `place`, `update(entry, isPending)`. */
export function viewOf(entry, act) {
  return entry.from === "me" ? new MyMessage(entry, act) : new BotMessage(entry, act);
}

class Message {
  constructor(entry, who, kind) {
    this.key = entry.key;
    this.place = entry.place;
    this.bubble = element("div", { class: "bubble" });
    this.meta = element("div", { class: "meta" });
    this.said = element("div", { class: "said" });
    this.bubble.append(element("span", { class: "unseen" }, who), this.said, this.meta);
    this.element = element("article", { class: `message ${kind}` }, this.bubble);
  }

  /** Writes lines, touching only those that changed, so that only they are read out. */
  writeLines(lines) {
    while (this.said.children.length > lines.length) this.said.lastElementChild.remove();
    lines.forEach(({ words, kind }, index) => {
      const line = this.said.children[index] ?? this.said.appendChild(element("p", { dir: "auto" }));
      line.className = kind;
      if (line.textContent !== words) line.textContent = words;
    });
  }

  stamp(at) {
    return element("time", { datetime: at }, timeOfDay(at));
  }

  release() {}
}

class BotMessage extends Message {
  #buttons;
  #media = null;
  #mediaState;
  #row;
  #drawn = null;

  constructor(entry, act) {
    super(entry, text("says_bot"), TITLED.has(entry.body.kind) ? "bot card" : "bot");
    this.#buttons = new Buttons((data) => act.press(data, this.#row), (button) => act.locate(button));
    this.element.append(this.#buttons.element);
    if (hasTown && entry.body.kind === "AskLocation") this.#showTown(act);
  }

  #showTown(act) {
    this.said.after(townPicture((point) => act.place(point)));
    this.element.classList.add("with-town");
  }

  /** Draws the entry; whether its words changed in place. */
  update(entry, isPending) {
    this.#row = entry.row;
    this.#buttons.update(buttonRows(entry.body), (data) => isPending(entry.row, data));
    const words = JSON.stringify([entry.body, Boolean(entry.media)]);
    if (words === this.#drawn) return false;
    const changed = this.#drawn !== null && !entry.body.media;
    this.#drawn = words;
    this.writeLines(linesOf(entry.body));
    this.#drawMedia(entry);
    this.meta.replaceChildren(this.stamp(entry.at));
    return changed;
  }

  release() {
    this.#media?.release?.();
  }

  #drawMedia(entry) {
    const state = entry.body.media ? (entry.media ? "here" : "awaited") : null;
    if (state === this.#mediaState) return;
    this.#mediaState = state;
    this.#media?.release?.();
    this.#media?.remove();
    this.#media = state ? mediaElement(entry) : null;
    if (this.#media) this.said.before(this.#media);
    this.element.classList.toggle("with-picture", entry.body.kind === "Picture");
  }
}

class MyMessage extends Message {
  #edit;

  constructor(entry, act) {
    super(entry, text("says_you"), "mine");
    this.#edit = iconButton("pencil", text("edit"), () => act.edit(entry.id), { class: "edit" });
    this.element.append(this.#edit);
  }

  update(entry) {
    this.writeLines([{ words: ownWords(entry.content), kind: "line" }]);
    this.#edit.hidden = !isEditable(entry);
    this.element.classList.toggle("refused", entry.state === "refused");
    const state = icon(STATES[entry.state]);
    const words = element("span", { class: entry.state === "refused" ? "state" : "unseen" },
      text(`state_${entry.state}`));
    const edited = entry.edited ? element("span", {}, text("edited")) : null;
    this.meta.replaceChildren(...[edited, this.stamp(entry.at), words, state].filter(Boolean));
    return false;
  }
}

function linesOf(body) {
  const words = body.text ?? body.caption ?? "";
  const said = words ? [{ words, kind: "line" }] : [];
  if (!TITLED.has(body.kind)) return said;
  const lines = (body.lines ?? [body.address ?? ""]).map((line) => ({ words: line, kind: "line" }));
  return [{ words: body.title ?? "", kind: "title" }, ...lines];
}

function buttonRows(body) {
  const asked = body.kind === "AskLocation" ? [[{ label: body.label ?? "", ask: true }]] : [];
  const there = body.kind === "Venue" ? [[mapLink(body)]] : [];
  return [...asked, ...there, ...(body.buttons ?? [])];
}

// What is zero is left out of a message.
function mapLink({ latitude = 0, longitude = 0 }) {
  return { label: asText({ latitude, longitude }), url: `geo:${latitude},${longitude}` };
}

function ownWords(content) {
  if (content.location) return `${text("your_location")}\n${asText(content.location)}`;
  return content.file ? content.file.name : content.text;
}
