// Where a message of the server goes in the transcript.
//
// A named message has one entry. A newer version changes it where it stands; a fresh one takes
// the old away and comes last. What has no name is simply added.

import { result } from "./database.js";

/** Applies one frame to the entries and gives the entry it became, or null. */
export async function place(entries, phone, frame, counters) {
  const { type: _type, id: row, at, ...body } = frame;
  const key = body.name ? `name:${body.name}` : `row:${row}`;
  if (body.kind === "Remove") {
    entries.delete([phone, key]);
    return null;
  }
  const old = body.name ? await result(entries.get([phone, key])) : undefined;
  const stays = old && !body.fresh;
  if (!stays) counters.place += 1;
  const entry = {
    phone, key, row, body, from: "bot",
    place: stays ? old.place : counters.place,
    at: stays ? old.at : at,
  };
  entries.put(entry);
  return entry;
}

/** Whether an entry waits for bytes that are still on the server. */
export function lacksMedia(entry) {
  return Boolean(entry?.body?.media) && !entry.media;
}
