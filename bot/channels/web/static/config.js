// What the server wrote into the page: which phones to show, the texts, the commands.

export const config = JSON.parse(document.getElementById("config").textContent);

/** A text of the page in the person's language. */
export function text(name) {
  return config.texts[name] ?? name;
}

/** An address beside the page, wherever the page is served. */
export function address(path) {
  return new URL(path, document.baseURI);
}
