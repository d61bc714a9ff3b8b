// Contacts written where there is no network. Each is kept on the device first and sent then, with
// the moment it was written: what somebody wrote while they had the right to is taken later, too.
// It leaves the device only when the city has stored it, and its key makes sure that it counts once.

import { openDB } from "./idb.js";
import { freshToken } from "./door_send.js";
import { keepForLater, newKey } from "./door_store.js";

const ENTRIES = "entries";
const PATIENCE_MS = 10000;
// The city read it and does not take it. After any other answer it is sent once more.
const REFUSED = new Set([403, 409, 413, 422]);
const section = document.querySelector("#kept-contacts");
const said = document.querySelector("[data-said]");
const form = document.querySelector("form[data-contact-entry]");
const words = section.dataset;
let opened = null;

function store() {
  opened ??= openDB("liaison-contacts", 1, {
    upgrade(database) {
      database.createObjectStore(ENTRIES, { keyPath: "key" }).createIndex("user", "user");
    },
  });
  return opened;
}

// Whoever else signs in on this device neither sees them nor sends them.
async function ownEntries() {
  return (await store()).getAllFromIndex(ENTRIES, "user", words.user);
}

async function show() {
  const kept = await ownEntries();
  section.hidden = kept.length === 0;
  section.querySelector("[data-kept]").replaceChildren(...kept.map(row));
}

function row(entry) {
  const item = section.querySelector("[data-row]").content.cloneNode(true);
  item.querySelector('[data-slot="what"]').textContent = entry.what;
  if (entry.isRefused) {
    item.querySelector('[data-slot="refused"]').hidden = false;
    const remove = item.querySelector("[data-remove]");
    remove.hidden = false;
    remove.addEventListener("click", async () => {
      await (await store()).delete(ENTRIES, entry.key);
      await show();
    });
  }
  return item;
}

// The address of the page that the city answers with; null: it did not take the entry.
async function send(entry) {
  let answer = await post(entry);
  if (answer.status === 400) {
    words.token = await freshToken(words.list, section.id, words.user);
    if (form) {
      form.elements.csrf_token.value = words.token;
    }
    answer = await post(entry);
  }
  if (answer.ok && answer.redirected && !answer.url.includes("/sign-in")) {
    await (await store()).delete(ENTRIES, entry.key);
    return answer.url;
  }
  if (!REFUSED.has(answer.status)) {
    throw new Error(`The city did not take it yet: ${answer.status}`); // they may be signed out
  }
  await (await store()).put(ENTRIES, { ...entry, isRefused: true });
  return null;
}

function post(entry) {
  const body = new URLSearchParams([...entry.fields, ["csrf_token", words.token]]);
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return fetch(entry.address, { method: "POST", body, signal });
}

async function sendAll() {
  const waiting = (await ownEntries()).filter(({ isRefused }) => !isRefused);
  await show();
  if (!waiting.length) {
    return; // what was said of those that were sent a moment ago stays
  }
  try {
    for (const entry of waiting) {
      await send(entry);
    }
    said.textContent = words.allSent;
  } catch {
    said.textContent = words.waits;
  }
  await show();
}

function filledIn() {
  form.elements.written_at.value = new Date().toISOString();
  const left = new Set(["csrf_token", "submit"]);
  const topic = form.querySelector('[name="topic"]:checked');
  const label = topic && form.querySelector(`label[for="${topic.id}"]`).textContent.trim();
  return {
    key: form.elements.entry_key.value,
    user: words.user,
    address: location.pathname,
    fields: [...new FormData(form)].filter(([name]) => !left.has(name)),
    what: [label, form.elements.concern.value].filter(Boolean).join(": "),
    isRefused: false,
  };
}

async function take(event) {
  event.preventDefault();
  const entry = filledIn();
  try {
    await (await store()).put(ENTRIES, entry);
  } catch {
    HTMLFormElement.prototype.submit.call(form); // a browser that keeps nothing sends at once
    return;
  }
  try {
    const stored = await send(entry);
    if (stored) {
      location.assign(stored);
    } else {
      await (await store()).delete(ENTRIES, entry.key);
      HTMLFormElement.prototype.submit.call(form); // the city says beside the field what to mend
    }
  } catch {
    said.textContent = words.waits;
    form.reset();
    form.elements.entry_key.value = newKey();
    await show();
    said.scrollIntoView({ block: "nearest" });
  }
}

if (form) {
  form.elements.entry_key.value = newKey(); // a page that was kept is opened more than once
  form.addEventListener("submit", take);
  keepForLater(words.worker, "contacts"); // the empty form: it names nobody
}
section.querySelector("[data-send]").addEventListener("click", sendAll);
window.addEventListener("online", sendAll);
await sendAll();
