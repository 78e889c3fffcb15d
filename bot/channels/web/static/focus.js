// Keeps the focus where it was when a message is drawn again, comes anew or goes away.

/** Which button of which message has the focus, if one has. */
export function heldFocus(log) {
  const held = document.activeElement;
  const message = held?.closest?.("[data-key]");
  if (!message || !log.contains(message)) return null;
  const buttons = focusable(message);
  return { node: held, key: message.dataset.key, label: held.textContent, index: buttons.indexOf(held) };
}

/** Puts the focus back: on the same button, else the one in its place, else the conversation. */
export function returnFocus(log, held) {
  if (!held || (held.node.isConnected && document.activeElement === held.node)) return;
  const message = [...log.querySelectorAll("[data-key]")].find((one) => one.dataset.key === held.key);
  const buttons = message ? focusable(message) : [];
  const same = buttons.find((button) => button.textContent === held.label);
  const target = (held.node.isConnected ? held.node : null) ?? same ?? buttons[held.index] ?? log;
  target.focus({ preventScroll: true });
}

function focusable(message) {
  return [...message.querySelectorAll("button, a[href]")];
}
