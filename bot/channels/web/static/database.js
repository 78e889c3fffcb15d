// The browser's own database, which every tab of this browser shares.

const NAME = "werkout";
const VERSION = 1;

/** Opens the database; rejects where the browser keeps nothing for this page. */
export function openDatabase() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, VERSION);
    opening.onupgradeneeded = () => create(opening.result);
    opening.onsuccess = () => {
      // A newer page in another tab wants to change the shape: let it, and come back new.
      opening.result.onversionchange = () => { opening.result.close(); location.reload(); };
      // The person cleared this site's data: there is nothing left to write to.
      opening.result.onclose = () => location.reload();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
  });
}

function create(database) {
  const entries = database.createObjectStore("entries", { keyPath: ["phone", "key"] });
  entries.createIndex("place", ["phone", "place"]);
  database.createObjectStore("queue", { keyPath: ["phone", "n"] });
  database.createObjectStore("shown", { keyPath: ["phone", "row"] });
  database.createObjectStore("phones", { keyPath: "phone" });
}

/** The result of one request. */
export function result(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Runs `work` in one transaction over all stores: it stands as a whole or not at all. */
export async function transact(database, mode, work) {
  const transaction = database.transaction(["entries", "queue", "shown", "phones"], mode);
  const finished = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });
  const stores = {
    entries: transaction.objectStore("entries"),
    queue: transaction.objectStore("queue"),
    shown: transaction.objectStore("shown"),
    phones: transaction.objectStore("phones"),
  };
  try {
    const value = await work(stores);
    await finished;
    return value;
  } catch (error) {
    // What `work` threw is the news; that the transaction ended with it is not.
    finished.catch(() => {});
    if (!transaction.error) abort(transaction);
    throw error;
  }
}

function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It had already finished.
  }
}

/** Every key of one phone in a store whose key begins with the phone. */
export function ofPhone(phone, from = -Infinity) {
  return IDBKeyRange.bound([phone, from], [phone, []]);
}
