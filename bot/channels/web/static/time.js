// Times as the person's own browser writes them.

import { text } from "./config.js";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const thisYear = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const otherYear = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });

/** The time of day. */
export function timeOfDay(iso) {
  return clock.format(new Date(iso));
}

/** A name for the local day, the same for every moment in it. */
export function dayOf(iso) {
  return new Date(iso).toDateString();
}

/** The local day in words. */
export function dayName(iso) {
  const day = new Date(iso);
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === today.toDateString()) return text("today");
  if (day.toDateString() === yesterday.toDateString()) return text("yesterday");
  return (day.getFullYear() === today.getFullYear() ? thisYear : otherYear).format(day);
}
