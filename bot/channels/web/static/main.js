// Starts the page: its phones side by side, or one at a time with a switch on a narrow screen.

import { config, text } from "./config.js";
import { openDatabase } from "./database.js";
import { element } from "./element.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";

const NAMES = { 1: "newcomer", 2: "regular" };
// What Telegram lets a link carry.
const STARTS = /^[A-Za-z0-9_-]{1,64}$/;
const RELOADED = "werkout-reloaded";
const RELOAD_AGAIN_AFTER = 60_000;

let unread = 0;

async function start() {
  const database = await openDatabase();
  const phones = await Promise.all(config.phones.map((facts) => open(database, facts)));
  const switches = phones.map((phone) => switchTo(phone, phones));
  const frames = phones.map((phone) => frame(phone));
  document.body.append(...(phones.length > 1 ? [element("nav", { class: "switch", "aria-label": text("phones") }, ...switches)] : []),
    element("main", { class: "phones" }, ...frames));
  activate(phones[0], phones);
  await Promise.all(phones.map((phone) => phone.begin()));
  await follow(phones[0]);
  // Somebody may be typing already.
  const isFree = document.activeElement === document.body;
  if (isFree && matchMedia("(hover: hover)").matches) phones[0].focus();
}

// A link that somebody passed on says its /start once, however often the page is loaded again.
async function follow(phone) {
  const given = new URLSearchParams(location.search).get("start");
  if (given === null) return;
  if (STARTS.test(given)) await phone.say(`/start ${given}`);
  history.replaceState(null, "", location.pathname);
}

async function open(database, facts) {
  const store = new Store(database, facts.phone);
  await store.claim(facts.store);
  return new Phone(facts, store, { arrived, stranger });
}

function frame(phone) {
  const name = NAMES[phone.phone];
  const caption = config.phones.length > 1
    ? element("p", { class: "caption" }, element("strong", {}, text(name)), element("span", {}, text(`${name}_hint`)))
    : null;
  phone.frame = element("section", { class: "phone", "aria-label": text(config.phones.length > 1 ? name : "bot") },
    caption, element("div", { class: "case" }, phone.screen));
  return phone.frame;
}

function switchTo(phone, phones) {
  phone.switch = element("button", { type: "button", onclick: () => activate(phone, phones) },
    element("span", {}, text(NAMES[phone.phone])),
    element("span", { class: "dot" }, element("span", { class: "unseen" }, text("unread"))));
  return phone.switch;
}

function activate(chosen, phones) {
  for (const phone of phones) {
    const isChosen = phone === chosen;
    phone.frame.classList.toggle("active", isChosen);
    phone.switch.setAttribute("aria-pressed", String(isChosen));
    if (isChosen) phone.switch.classList.remove("unread");
  }
  chosen.shown();
}

function arrived(phone) {
  if (!phone.frame?.classList.contains("active")) phone.switch?.classList.add("unread");
  if (!document.hidden) return;
  unread += 1;
  document.title = `(${unread}) ${text("bot")}`;
}

// The server does not know our cookie, or another tab was given a newer one: begin again.
function stranger() {
  const last = Number(sessionStorage.getItem(RELOADED) ?? 0);
  if (Date.now() - last < RELOAD_AGAIN_AFTER) return complain();
  sessionStorage.setItem(RELOADED, String(Date.now()));
  location.reload();
}

function complain() {
  document.body.replaceChildren(element("p", { class: "complaint", role: "alert" }, text("no_storage")));
}

// The on-screen keyboard of iOS covers the page instead of shrinking it.
function fitKeyboard() {
  const height = () => document.documentElement.style.setProperty("--visible", `${visualViewport.height}px`);
  visualViewport?.addEventListener("resize", height);
  if (visualViewport) height();
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  document.title = text("bot");
});
fitKeyboard();
start().catch((error) => {
  console.error(error);
  complain();
});
