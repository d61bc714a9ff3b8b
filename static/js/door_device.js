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
  let camera = null; // aborted, it is off

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
    const isOurs = await load(words.event, await event.target.files[0].text());
    event.target.value = "";
    await lookAgain();
    if (!isOurs) {
      part("said").textContent = words.noFile;
    }
  });
  part("forget").addEventListener("click", async () => {
    if (waiting().some(({ refused }) => !refused)) {
      say(words.stillWaiting);
      return;
    }
    camera?.abort();
    await store.forgetList(words.event);
    const worker = await navigator.serviceWorker?.getRegistration(location.pathname);
    await worker?.unregister();
    page.replaceChildren(Object.assign(document.createElement("p"), { textContent: words.forgotten }));
  });
  part("scan").addEventListener("click", async () => {
    camera?.abort();
    const mine = new AbortController();
    camera = mine;
    part("camera").hidden = false;
    try {
      const { startCamera } = await import("./door_scan.js");
      await startCamera(page.querySelector("video"), arriveByCode, mine.signal);
      part("camera").scrollIntoView({ block: "nearest" }); // on a telephone it begins below the screen
    } catch {
      if (camera === mine) {
        mine.abort();
        part("camera").hidden = true;
        part("said").textContent = words.noCamera;
      }
    }
  });
  part("stop").addEventListener("click", () => {
    camera?.abort();
    camera = null;
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

// False for what is no such file, or that of another event: its people would be counted here.
async function load(event, text) {
  let saved = null;
  try {
    saved = JSON.parse(text);
  } catch {
    return false;
  }
  if (saved?.event !== event || !Array.isArray(saved.entries)) {
    return false;
  }
  for (const entry of saved.entries) {
    if (entry?.key) {
      await store.addEntry(event, entry);
    }
  }
  return true;
}
