// Self check-in. With a network the page's own form does it all; without one the entry is kept on
// the tablet and sent later. The tablet holds no list and forgets what it sent.
// A form goes out once: whoever taps twice would be counted as two.

import { keepLooking } from "./door_again.js";
import { fetchJson, sendEntries } from "./door_send.js";
import * as store from "./door_store.js";

const page = document.getElementById("kiosk");
const words = page.dataset;
const form = page.querySelector("[data-kiosk]");
const WELCOME_MS = 8000; // then the next person finds a fresh page
const SLIP_MS = 1000; // a second tap is a slip
const OURS = `kiosk ${words.event}`; // a page for staff on this device keeps its own

let isConnected = true;
let isBusy = false;

async function sendWhatWaits() {
  let token = "";
  try {
    ({ token } = await fetchJson(words.token));
    isConnected = true;
  } catch {
    isConnected = false;
    return false;
  }
  try {
    const waiting = await store.waitingEntries(OURS);
    if (waiting.length) {
      const answer = await sendEntries(words.entries, token, waiting);
      await store.settleEntries(answer.receipts);
      await store.forgetRefused(OURS); // nobody here could mend it
    }
  } catch {
    // it waits for the next look; or the browser keeps nothing, and then nothing waits
  }
  return true;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isBusy) {
    return;
  }
  isBusy = true;
  await sendWhatWaits();
  if (isConnected) {
    HTMLFormElement.prototype.submit.call(form); // its button is named "submit" and hides it
  } else {
    await keep();
  }
  setTimeout(() => (isBusy = false), SLIP_MS);
});

async function keep() {
  const { name = "", people } = Object.fromEntries(new FormData(form));
  const act = name.trim() ? "arrive" : "walk_in";
  const entry = { act, name: name.trim(), people: Number(people), at: new Date().toISOString() };
  if (!(entry.people >= 1 && entry.people <= 20)) {
    form.elements.people.focus();
    return;
  }
  await store.addEntry(OURS, { ...entry, key: store.newKey() });
  page.querySelector("[data-said]").textContent = words.kept;
  form.reset();
  setTimeout(() => (page.querySelector("[data-said]").textContent = ""), WELCOME_MS);
}

const welcome = document.querySelector(".undo-toast");
setTimeout(() => welcome?.remove(), WELCOME_MS);

keepLooking(sendWhatWaits);
await sendWhatWaits();
await store.keepForLater(words.worker, OURS);
