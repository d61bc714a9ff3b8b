// The page at the door. Each of its forms is one entry: it is kept on the device first and sent as
// soon as there is a network. Without this script the same forms go to the server one by one.

import { keepLooking } from "./door_again.js";
import { startDevice } from "./door_device.js";
import { apply, readParties, reckon, search } from "./door_list.js";
import { SignedOut, fetchJson, sendEntries } from "./door_send.js";
import * as store from "./door_store.js";
import { asCode } from "./door_words.js";

const page = document.getElementById("door");
const words = page.dataset;
const part = (name) => page.querySelector(`[data-${name}]`);
const box = part("search").elements.q;
const SHOWN = 20;
const SLIP_MS = 700; // a second tap on what has just become the undo button is a slip

let list = null;
let parties = [];
let waiting = [];
let isSending = false;
let isReached = false; // the last time the server was asked
let lastEntryAt = -SLIP_MS;

// --- what is seen

function show() {
  const state = reckon(list ?? empty(), parties, unsent());
  part("people").textContent = state.people.toLocaleString(document.documentElement.lang);
  ["offered", "taken", "answered"].forEach((card, place) => {
    page.querySelector(`[data-card="${card}"]`).textContent = state.cards[place];
  });
  device.show(waiting);
  if (list) {
    showFound(state.here);
  }
}

function empty() {
  const count = (element) => Number(element.textContent.replace(/\D/g, ""));
  const cards = [...page.querySelectorAll("[data-card]")].map(count);
  return { people: count(part("people")), cards, expected: [] };
}

function showFound(here) {
  const found = search(parties, box.value);
  part("found").replaceChildren(...found.slice(0, SHOWN).map((party) => drawParty(party, here)));
  part("more").hidden = found.length <= SHOWN;
  part("nobody").hidden = found.length > 0 || !box.value.trim();
}

function drawParty(party, here) {
  const row = part("party").content.firstElementChild.cloneNode(true);
  const slot = (name) => row.querySelector(`[data-slot="${name}"]`);
  const held = here.get(party.id);
  for (const element of row.querySelectorAll('[id="who-ID"], [aria-describedby="who-ID"]')) {
    element.setAttribute(element.id ? "id" : "aria-describedby", `who-${party.id}`);
  }
  slot("name").textContent = party.name || words.noName;
  slot("waits").hidden = !party.waits;
  slot("in").hidden = !held;
  slot("out").hidden = Boolean(held);
  slot("people").textContent = held?.people ?? "";
  row.querySelector('[name="check_in"]').value = held?.checkIn ?? "";
  row.querySelector('[name="sign_up"]').value = party.id;
  row.querySelector('[name="people"]').value = party.size;
  return row;
}

// What was entered on this device stands among those who came, until it is taken back.
function showEntry(entry) {
  const isUndo = entry.act === "undo";
  const field = arrivalOf(isUndo ? entry.check_in : entry.key);
  if (isUndo) {
    field?.closest("li").remove();
  } else if (entry.act !== "cards" && !field) {
    showArrival(entry);
  }
}

const arrivalOf = (checkIn) => page.querySelector(`[data-arrivals] [name="check_in"][value="${checkIn}"]`);

function showArrival(entry) {
  const row = part("arrival").content.firstElementChild.cloneNode(true);
  row.dataset.people = entry.people;
  row.querySelector("p").id = `came-${entry.key}`;
  row.querySelector("button").setAttribute("aria-describedby", `came-${entry.key}`);
  row.querySelector("bdi").textContent = nameOf(entry);
  row.querySelector('[data-slot="count"]').textContent = entry.people;
  row.querySelector('[name="check_in"]').value = entry.key;
  part("arrivals").prepend(row);
}

function say(text) {
  part("said").textContent = text;
}

// --- what is done

async function enter(entry) {
  lastEntryAt = performance.now();
  await store.addEntry(words.event, entry);
  waiting = await store.waitingEntries(words.event);
  if (entry.act === "undo") {
    say(words.takenBack);
  } else if (entry.act !== "cards") {
    say(`${words.checkedIn} ${nameOf(entry)} · ${entry.people}`);
  }
  showEntry(entry);
  show();
  synchronise();
}

function nameOf(entry) {
  const party = parties.find(({ id }) => id === entry.sign_up);
  const words_of = { count: words.counted, walk_in: words.walkedIn };
  return party?.name || entry.name || words_of[entry.act] || words.noName;
}

function entryOf(form) {
  const { csrf_token: _token, submit: _submit, ...sent } = Object.fromEntries(new FormData(form));
  const people = Number(sent.people ?? form.closest("li")?.dataset.people ?? 1);
  return { ...sent, key: store.newKey(), at: new Date().toISOString(), people };
}

page.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form === part("search") && list) {
    event.preventDefault();
    await arriveByCode(box.value, { quietly: true });
    return;
  }
  if (!form.matches("[data-entry]") || device.isBroken()) {
    return;
  }
  event.preventDefault();
  event.stopPropagation(); // the plus button may be pressed twice within a second, and means it
  const entry = entryOf(form);
  const isSlip = performance.now() - lastEntryAt < SLIP_MS && entry.act === "undo";
  if (isSlip || !(entry.people >= 1 && entry.people <= 20)) {
    form.querySelector('[name="people"]')?.focus();
    return;
  }
  await enter(entry);
  if (form.matches("[data-walk-in]")) {
    form.reset();
  } else if (entry.act === "check_in" || entry.act === "undo") {
    box.focus();
    box.select();
  }
});

box.addEventListener("input", () => list && show());

// A code that was scanned or typed in full. The code may stand in an address.
async function arriveByCode(text, { quietly = false } = {}) {
  const codes = text.split(/[^A-Za-z0-9-]+/).map(asCode);
  const isTheirs = (party) => codes.includes(party.code);
  let party = parties.find(isTheirs);
  if (!party && !quietly) {
    await refresh(); // they may have signed up since
    party = parties.find(isTheirs);
  }
  if (!party) {
    say(quietly ? "" : words.unknownCode);
    return;
  }
  const { here } = reckon(list, parties, unsent());
  if (here.has(party.id)) {
    say(words.alreadyIn);
  } else {
    const entry = { act: "check_in", sign_up: party.id, people: party.size, came_by: "code" };
    await enter({ ...entry, key: store.newKey(), at: new Date().toISOString() });
  }
  box.value = party.code;
  show();
}

// --- the network

function tellNetwork(problem = null) {
  isReached = !problem;
  if (isReached) {
    device.say(words.online);
  } else {
    device.say(problem instanceof SignedOut ? words.signedOut : words.offline);
  }
}

async function refresh() {
  try {
    list = await fetchJson(words.list);
    parties = readParties(list);
    await store.keepList(words.event, list);
    tellNetwork();
  } catch (problem) {
    tellNetwork(problem);
  }
}

const unsent = () => waiting.filter(({ refused }) => !refused);

async function synchronise() {
  if (isSending || !unsent().length) {
    return;
  }
  isSending = true;
  try {
    while (unsent().length) {
      if (!list?.token) {
        list = await fetchJson(words.list);
      }
      const answer = await sendEntries(words.entries, list.token, unsent());
      await take(answer);
    }
    tellNetwork();
  } catch (problem) {
    list && (list.token = ""); // of another session, perhaps: a new one comes with the list
    tellNetwork(problem);
  } finally {
    isSending = false;
    show();
  }
}

async function take(answer) {
  for (const receipt of answer.receipts) {
    const sent = waiting.find(({ key }) => key === receipt.key);
    sent && apply(list, sent.entry, receipt);
    if (receipt.outcome !== "stored") {
      say(receipt.words);
    }
    if (receipt.check_in) {
      const field = arrivalOf(receipt.key);
      field && (field.value = receipt.check_in);
    }
  }
  await store.settleEntries(answer.receipts);
  waiting = await store.waitingEntries(words.event);
  list.people = answer.people;
  list.cards = answer.cards;
  parties = readParties(list);
  await store.keepList(words.event, list);
}

async function lookAgain() {
  waiting = await store.waitingEntries(words.event);
  await synchronise();
  if (!unsent().length) {
    await refresh();
  }
  show();
  return isReached;
}

const device = await startDevice(page, { lookAgain, arriveByCode, waiting: () => waiting });
if (!device.isBroken()) {
  await store.forgetWhatIsOver();
  list = (await store.findList(words.event)) ?? null;
  parties = list ? readParties(list) : [];
  waiting = await store.waitingEntries(words.event);
  unsent().forEach(({ entry }) => showEntry(entry)); // the page that was opened knows none of them
  window.addEventListener("offline", () => device.say(words.offline));
  keepLooking(lookAgain);
  await lookAgain();
  await store.keepForLater(words.worker, words.event, words.keep.split(" "));
}
