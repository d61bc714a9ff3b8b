// A liaison's entries until the city has them. An entry is kept on the device first and sent then;
// it leaves the device only with the server's receipt, and its key makes sure that it counts once.

import { openDB } from "./idb.js";
import { fetchJson, freshToken, SignedOut } from "./door_send.js";
import { keepOwnWork, newKey } from "./door_store.js";

const NAME = "liaison-work";
const ENTRIES = "entries";
const page = document.querySelector("#pending-work");
const said = document.querySelector("[data-said]");
const form = document.querySelector("form[data-work-entry]");
const isMending = form !== null && document.querySelector(".govuk-error-summary") !== null;
const words = page.dataset;
const otherPages = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
let opened = null;

function store() {
  opened ??= openDB(NAME, 1, {
    upgrade(database) {
      database.createObjectStore(ENTRIES, { keyPath: "key" }).createIndex("user", "user");
    },
  });
  return opened;
}

async function keep(entry) {
  await (await store()).put(ENTRIES, entry);
  otherPages?.postMessage("kept");
}

async function forget(entry, why) {
  await (await store()).delete(ENTRIES, entry.key);
  otherPages?.postMessage(why);
}

// Whoever else signs in on this device neither sees them nor sends them. The one that stands in the
// form to be mended is sent from there.
async function ownEntries() {
  const kept = await (await store()).getAllFromIndex(ENTRIES, "user", words.user);
  return kept.filter(({ key }) => key !== form?.elements.key.value);
}

function say(text) {
  said.textContent = text;
}

function sayWhyNot(problem) {
  say(problem instanceof SignedOut ? words.signedOut : words.kept);
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
    item.querySelector("[data-choices]").hidden = false;
    item.querySelector("[data-mend]").addEventListener("click", () => mend(entry));
    item.querySelector("[data-remove]").addEventListener("click", async () => {
      await forget(entry, "removed");
      await show();
      say("");
    });
  }
  return item;
}

// The reason why the city does not take it; nothing: it has.
async function send(entry) {
  try {
    return await post(entry);
  } catch (problem) {
    if (problem.status !== 400) {
      throw problem;
    }
  }
  await renewToken();
  return post(entry);
}

// What was typed in Vietnamese is read as Vietnamese, whatever language the page has later: each
// entry goes to the address of the page it was typed on.
async function post(entry) {
  const answer = await fetchJson(entry.address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": words.token },
    body: JSON.stringify({ entries: [{ fields: entry.fields }] }),
  });
  return answer.receipts[0].refused;
}

async function renewToken() {
  words.token = await freshToken(words.list, page.id, words.user);
  if (form) {
    form.elements.csrf_token.value = words.token;
  }
}

// Where two pages are open, one sends and the other finds nothing left to send.
async function sendAll() {
  await show();
  await (navigator.locks ? navigator.locks.request(NAME, sendWaiting) : sendWaiting());
}

async function sendWaiting() {
  const waiting = (await ownEntries()).filter(({ refused }) => !refused);
  if (!waiting.length) {
    return; // what was said of those that were sent a moment ago stays
  }
  let sent = 0;
  say("");
  try {
    for (const entry of waiting) {
      const refused = await send(entry);
      if (refused) {
        await keep({ ...entry, refused });
      } else {
        await forget(entry, "sent");
        sent += 1;
      }
    }
  } catch (problem) {
    sayWhyNot(problem);
    await show();
    return;
  }
  const left = await show();
  if (sent && !form) {
    location.reload(); // the sums on this page are older than what was just sent
  } else if (sent && !left.length) {
    say(words.allSent);
  }
}

// The city shows it in its form, with what is to be mended beside the field.
async function mend(entry) {
  try {
    await renewToken();
    await keep({ ...entry, refused: "" });
  } catch (problem) {
    sayWhyNot(problem);
    return;
  }
  const sheet = document.createElement("form");
  sheet.method = "post";
  sheet.action = entry.page;
  sheet.hidden = true;
  for (const [name, value] of [...entry.fields, ["csrf_token", words.token]]) {
    const field = document.createElement("input");
    Object.assign(field, { name, value });
    sheet.append(field);
  }
  document.body.append(sheet);
  HTMLFormElement.prototype.submit.call(sheet);
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
  const program = chosen("program").value && chosen("program").selectedOptions[0].textContent.trim();
  return {
    key: chosen("key").value,
    user: words.user,
    address: words.entries,
    page: location.pathname,
    fields,
    what: [label, day, amount || time, program].filter(Boolean).join(", "),
    refused: "",
  };
}

async function take(event) {
  event.preventDefault();
  const entry = filledIn();
  try {
    await keep(entry);
  } catch {
    HTMLFormElement.prototype.submit.call(form); // a browser that keeps nothing sends at once
    return;
  }
  try {
    if (await send(entry)) {
      HTMLFormElement.prototype.submit.call(form); // the server shows what to mend beside its field
    } else {
      await forget(entry, "sent");
      location.assign(words.list);
    }
  } catch (problem) {
    sayWhyNot(problem);
    form.reset();
    form.elements.key.value = newKey();
    await show();
    said.scrollIntoView({ block: "nearest" });
  }
}

// A page that opens without a network was made on another day. It is the city's day that counts: a
// phone that is set to another place would enter tomorrow, which the city refuses.
function enterToday() {
  const day = { timeZone: form.dataset.timeZone, day: "numeric", month: "numeric", year: "numeric" };
  const parts = new Intl.DateTimeFormat("en-GB", day).format(new Date()).split("/");
  form.querySelectorAll('[name="worked_on"]').forEach((field, place) => {
    field.defaultValue = Number(parts[place]);
  });
}

// The form went to the city by itself, before this script ran on its page: the city says so here.
const received = new URLSearchParams(location.search).get("received");
if (received) {
  await forget({ key: received }, "kept");
}
if (form) {
  if (!isMending) {
    form.elements.key.value = newKey(); // a page that was kept for later is opened more than once
  }
  if (!isMending && !navigator.onLine) {
    enterToday();
  }
  form.addEventListener("submit", take);
  keepOwnWork(words.worker);
}
page.querySelector("[data-send]").addEventListener("click", sendAll);
window.addEventListener("online", sendAll);
otherPages?.addEventListener("message", async ({ data }) => {
  if (data === "sent" && !form) {
    location.reload();
  } else if (!(await show()).length) {
    say(data === "sent" ? words.allSent : "");
  }
});
await sendAll();
