// Self check-in. With a network the page's own form does it all; without one the entry is kept on
// the tablet and sent later. The tablet holds no list and forgets what it sent.

import { keepLooking } from "./door_again.js";
import { fetchJson, sendEntries } from "./door_send.js";
import * as store from "./door_store.js";

const page = document.getElementById("kiosk");
const words = page.dataset;
const form = page.querySelector("[data-kiosk]");
const WELCOME_MS = 8000; // then the next person finds a fresh page

let isConnected = true;

async function sendWhatWaits() {
  try {
    const { token } = await fetchJson(words.token);
    isConnected = true;
    let waiting = await store.waitingEntries(words.event);
    waiting = waiting.filter(({ refused }) => !refused);
    if (waiting.length) {
      const answer = await sendEntries(words.entries, token, waiting);
      await store.settleEntries(answer.receipts);
    }
  } catch {
    isConnected = false;
  }
  return isConnected;
}

form.addEventListener("submit", async (event) => {
  if (event.defaultPrevented) {
    return;
  }
  event.preventDefault();
  await sendWhatWaits();
  if (isConnected) {
    HTMLFormElement.prototype.submit.call(form); // its button is named "submit" and hides it
    return;
  }
  const { name = "", people } = Object.fromEntries(new FormData(form));
  const act = name.trim() ? "arrive" : "walk_in";
  const entry = { act, name: name.trim(), people: Number(people), at: new Date().toISOString() };
  if (entry.people >= 1 && entry.people <= 20) {
    await store.addEntry(words.event, { ...entry, key: store.newKey() });
    page.querySelector("[data-said]").textContent = words.kept;
    form.reset();
    setTimeout(() => (page.querySelector("[data-said]").textContent = ""), WELCOME_MS);
  }
});

const welcome = document.querySelector(".undo-toast");
setTimeout(() => welcome?.remove(), WELCOME_MS);

keepLooking(sendWhatWaits);
await sendWhatWaits();
await store.keepForLater(words.worker, words.event);
