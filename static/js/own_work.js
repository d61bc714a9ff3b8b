// A liaison's entries until the city has them. An entry is kept on the device first and sent then;
// it leaves the device only with the server's receipt, and its key makes sure that it counts once.

import { openDB } from "./idb.js";
import { fetchJson, SignedOut } from "./door_send.js";
import { keepOwnWork, newKey } from "./door_store.js";

const ENTRIES = "entries";
const page = document.querySelector("#pending-work");
const said = document.querySelector("[data-said]");
const form = document.querySelector("form[data-work-entry]");
const words = page.dataset;
let opened = null;

function store() {
  opened ??= openDB("liaison-work", 1, {
    upgrade(database) {
      database.createObjectStore(ENTRIES, { keyPath: "key" }).createIndex("liaison", "liaison");
    },
  });
  return opened;
}

// Whoever else signs in on this device neither sees them nor sends them.
async function ownEntries() {
  return (await store()).getAllFromIndex(ENTRIES, "liaison", words.liaison);
}

function say(text) {
  said.textContent = text;
}

async function show() {
  const kept = await ownEntries();
  page.hidden = kept.length === 0;
  page.querySelector("[data-waiting]").replaceChildren(...kept.map(row));
  return kept;
}

function row(entry) {
  const item = page.querySelector("[data-row]").content.cloneNode(true);
  item.querySelector('[data-slot="what"]').textContent = entry.what;
  if (entry.refused) {
    const refused = item.querySelector('[data-slot="refused"]');
    refused.textContent = entry.refused;
    refused.hidden = false;
    const remove = item.querySelector("[data-remove]");
    remove.hidden = false;
    remove.addEventListener("click", async () => {
      await (await store()).delete(ENTRIES, entry.key);
      await show();
    });
  }
  return item;
}

// What was typed in Vietnamese is read as Vietnamese, whatever language the page has later: each
// entry goes to the address of the page it was typed on.
async function send(entry) {
  const answer = await fetchJson(entry.address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": words.token },
    body: JSON.stringify({ entries: [{ fields: entry.fields }] }),
  });
  const { refused } = answer.receipts[0];
  if (refused) {
    await (await store()).put(ENTRIES, { ...entry, refused });
  } else {
    await (await store()).delete(ENTRIES, entry.key);
  }
  return refused;
}

async function sendAll() {
  const waiting = (await ownEntries()).filter(({ refused }) => !refused);
  try {
    for (const entry of waiting) {
      await send(entry);
    }
  } catch (problem) {
    say(problem instanceof SignedOut ? words.signedOut : words.kept);
    await show();
    return;
  }
  const left = await show();
  if (waiting.length && !left.length) {
    say(words.allSent);
    if (!form) {
      location.reload(); // the sums on this page are older than what was just sent
    }
  }
}

// In the order of the form, as the form itself would send it.
function filledIn() {
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "submit");
  const chosen = (name) => form.elements[name];
  const kind = form.querySelector('[name="kind"]:checked');
  const label = kind && form.querySelector(`label[for="${kind.id}"]`).textContent.trim();
  const day = new FormData(form).getAll("worked_on").join(" ");
  const time = [chosen("hours").value || "0", (chosen("minutes").value || "0").padStart(2, "0")].join(":");
  const amount = chosen("amount").value;
  const program = chosen("program").selectedOptions[0]?.textContent.trim();
  return {
    key: chosen("key").value,
    liaison: words.liaison,
    address: words.entries,
    fields,
    what: [label, day, amount || time, program].filter(Boolean).join(", "),
    refused: "",
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
    if (await send(entry)) {
      await (await store()).delete(ENTRIES, entry.key);
      HTMLFormElement.prototype.submit.call(form); // the server shows what to mend beside its field
    } else {
      location.assign(words.list);
    }
  } catch (problem) {
    say(problem instanceof SignedOut ? words.signedOut : words.kept);
    form.reset();
    form.elements.key.value = newKey();
    await show();
    page.scrollIntoView({ block: "nearest" });
  }
}

if (form) {
  form.elements.key.value = newKey(); // a page that was kept for later is opened more than once
  form.addEventListener("submit", take);
  keepOwnWork(words.worker);
}
page.querySelector("[data-send]").addEventListener("click", sendAll);
window.addEventListener("online", sendAll);
await sendAll();
