// The part of the door's page about this device: what waits, saving it, forgetting, the camera.

import * as store from "./door_store.js";

export async function startDevice(page, { lookAgain, arriveByCode, waiting }) {
  const words = page.dataset;
  const part = (name) => page.querySelector(`[data-${name}]`);
  const say = (text) => {
    if (part("network").textContent !== text) {
      part("network").textContent = text;
    }
  };
  let isBroken = false;
  let stopCamera = null;

  try {
    await store.waitingEntries(words.event);
  } catch {
    isBroken = true; // a private window, perhaps: the forms go to the server as they are
    say(words.notStored);
  }
  part("device").hidden = false;
  part("scan").hidden = isBroken || !navigator.mediaDevices?.getUserMedia;

  part("send").addEventListener("click", lookAgain);
  part("save").addEventListener("click", () => save(words.event, waiting()));
  part("load").addEventListener("change", async (event) => {
    await load(words.event, await event.target.files[0].text());
    event.target.value = "";
    await lookAgain();
  });
  part("forget").addEventListener("click", async () => {
    if (waiting().length) {
      say(words.stillWaiting);
      return;
    }
    await store.forgetList(words.event);
    const worker = await navigator.serviceWorker?.getRegistration(location.pathname);
    await worker?.unregister();
    page.replaceChildren(Object.assign(document.createElement("p"), { textContent: words.forgotten }));
  });
  part("scan").addEventListener("click", async () => {
    const { startCamera } = await import("./door_scan.js");
    try {
      part("camera").hidden = false;
      stopCamera = await startCamera(page.querySelector("video"), arriveByCode);
    } catch {
      part("camera").hidden = true;
      part("said").textContent = words.noCamera;
    }
  });
  part("stop").addEventListener("click", () => {
    stopCamera?.();
    part("camera").hidden = true;
    part("scan").focus();
  });

  return {
    say,
    isBroken: () => isBroken,
    show(entries) {
      part("waiting").textContent = entries.length;
      const lines = entries.filter(({ refused }) => refused).map(({ refused }) => refused);
      part("refused").replaceChildren(
        ...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
      );
    },
  };
}

// A file that can be brought in on this or another device; the keys make sure each counts once.
function save(event, waiting) {
  const text = JSON.stringify({ event, entries: waiting.map(({ entry }) => entry) }, null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `door-${event}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function load(event, text) {
  let entries = [];
  try {
    ({ entries } = JSON.parse(text));
  } catch {
    return; // no file of ours
  }
  for (const entry of Array.isArray(entries) ? entries : []) {
    if (entry?.key) {
      await store.addEntry(event, entry);
    }
  }
}
