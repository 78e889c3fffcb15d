// Names that nobody else makes up. `crypto.randomUUID` is missing on a plain-HTTP address.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** 132 random bits in letters that fit an address. */
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  return Array.from(bytes, (byte) => LETTERS[byte & 63]).join("");
}

/** This tab's name, which a reload keeps. */
export function tabId() {
  const known = sessionStorage.getItem("werkout-tab");
  if (known) return known;
  const made = randomId();
  sessionStorage.setItem("werkout-tab", made);
  return made;
}
