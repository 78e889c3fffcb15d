// Pictures and files, out of the page's own store.

import { element, icon } from "./element.js";
import { text } from "./config.js";

/** The element for a picture or file: its bytes, or words about where they are. */
export function mediaElement(entry) {
  const isPicture = entry.body.kind === "Picture";
  if (!entry.media) return note(text(isPicture ? "picture_loading" : "file_loading"), "loading");
  if (entry.media === "gone") return note(text("media_gone"), "gone");
  const url = URL.createObjectURL(entry.media.blob);
  const shown = isPicture ? picture(url, entry.body) : file(url, entry.media);
  shown.release = () => URL.revokeObjectURL(url);
  return shown;
}

function note(words, kind) {
  return element("p", { class: `media-note ${kind}` }, words);
}

function picture(url, body) {
  const description = body.description || body.caption || "";
  const image = element("img", { src: url, alt: description });
  return element(
    "button",
    { type: "button", class: "picture", onclick: () => enlarge(url, description) },
    image,
    element("span", { class: "unseen" }, text("open_picture")),
  );
}

function enlarge(url, description) {
  const close = element("button", { type: "button", class: "close", "aria-label": text("close") }, icon("close"));
  const dialog = element("dialog", { class: "lightbox", "aria-label": description },
    element("img", { src: url, alt: description }), close);
  // Anywhere closes it, as does Escape; the focus goes back to the picture by itself.
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function file(url, media) {
  return element("a", { class: "file", href: url, download: media.name },
    icon("file"),
    element("span", { class: "file-name", dir: "auto" }, media.name),
    element("span", { class: "file-size" }, size(media.blob.size)));
}

function size(bytes) {
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1000, "kilobyte"] : [bytes / 1_000_000, "megabyte"];
  return new Intl.NumberFormat(undefined, {
    style: "unit", unit, maximumFractionDigits: amount < 10 ? 1 : 0,
  }).format(amount);
}
