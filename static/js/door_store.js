// What a device at the door keeps: the list of an event, and entries until the server has them.
// Names leave the device when the event is over, when it is told to forget, and at sign-out.
// An entry leaves it only with the server's receipt.

import { openDB } from "./idb.js";

const CACHE = "door ";
const LISTS = "lists";
const ENTRIES = "entries";
const MARK = "liaison-door";
const WORK_MARK = "liaison-work";

let opened = null;
let counter = 0;

function store() {
  opened ??= openDB("liaison-door", 1, {
    upgrade(database) {
      database.createObjectStore(LISTS, { keyPath: "event" });
      database.createObjectStore(ENTRIES, { keyPath: "key" }).createIndex("event", "event");
    },
  });
  return opened;
}

export async function keepList(event, list) {
  mark(MARK);
  await (await store()).put(LISTS, { event, ...list });
}

export async function findList(event) {
  return (await store()).get(LISTS, event);
}

export async function addEntry(event, entry) {
  counter += 1;
  const order = Date.now() * 1000 + (counter % 1000); // within a millisecond, too
  await (await store()).put(ENTRIES, { key: entry.key, event, entry, order, refused: "" });
}

export async function waitingEntries(event) {
  const kept = await (await store()).getAllFromIndex(ENTRIES, "event", event);
  return kept.sort((one, other) => one.order - other.order);
}

// The server's receipts: what it stored goes, what it refused stays with the reason.
export async function settleEntries(receipts) {
  const change = (await store()).transaction(ENTRIES, "readwrite");
  for (const receipt of receipts) {
    const kept = receipt.key && (await change.store.get(receipt.key));
    if (kept && receipt.outcome === "refused") {
      await change.store.put({ ...kept, refused: receipt.words });
    } else if (kept) {
      await change.store.delete(receipt.key);
    }
  }
  await change.done;
}

export async function forgetList(event) {
  await (await store()).delete(LISTS, event);
  await forgetRefused(event);
  await window.caches?.delete(CACHE + event);
}

// What the server will never take names people, too.
export async function forgetRefused(event) {
  for (const { key, refused } of await waitingEntries(event)) {
    if (refused) {
      await (await store()).delete(ENTRIES, key);
    }
  }
}

export async function forgetLists({ isOver = () => true } = {}) {
  const lists = await (await store()).getAll(LISTS);
  const over = lists.filter(isOver);
  for (const list of over) {
    await forgetList(list.event);
  }
  if (over.length === lists.length) {
    localStorage.removeItem(MARK);
  }
}

// The page on which somebody enters their own work is kept like that of a door.
export async function keepOwnWork(worker) {
  mark(WORK_MARK);
  await keepForLater(worker, "work");
}

export async function forgetOwnWork() {
  await window.caches?.delete(`${CACHE}work`);
  localStorage.removeItem(WORK_MARK);
}

// enhance.js looks for this on every page, and opens no database where there is none. The cache is
// no such sign: without HTTPS a device has none, and keeps a list all the same.
function mark(name) {
  try {
    localStorage.setItem(name, "1");
  } catch {
    // a browser that keeps this from us keeps the list from us as well
  }
}

export async function forgetWhatIsOver() {
  await forgetLists({ isOver: (list) => new Date(list.over_at) <= new Date() });
}

// Keep this page and all it loaded, so that it opens without a network. Where that is refused, or
// the network goes while it happens, the page works on while it stays open.
export async function keepForLater(worker, event, more = []) {
  if (!("serviceWorker" in navigator) || !("caches" in window)) {
    return; // no HTTPS
  }
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const files = loaded.filter((name) => /\/static\/|\/city\.css/.test(new URL(name).pathname));
  try {
    await navigator.serviceWorker.register(worker, { scope: location.pathname });
    const cache = await caches.open(CACHE + event);
    await cache.addAll([...new Set([location.pathname, ...files, ...more])]);
    await navigator.storage?.persist?.();
  } catch {
    // tried again whenever the page is opened
  }
}

export function newKey() {
  if (crypto.randomUUID) {
    return crypto.randomUUID();
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // an address without HTTPS
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
