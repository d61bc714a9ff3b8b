// Starts what the kit offers beyond plain HTML. The kit itself is fetched only by a page that has
// something for it to do, so most public pages load nothing more than these lines.

document.body.classList.add("js-enabled", "govuk-frontend-supported");

// A second press within a second is a slip of the finger, not a second wish: a form goes out once.
const sentAt = new WeakMap();
document.addEventListener("submit", (event) => {
  if (event.timeStamp - sentAt.get(event.target) < 1000) {
    event.preventDefault();
  } else {
    sentAt.set(event.target, event.timeStamp);
  }
});

if (document.querySelector('[data-module^="govuk-"]')) {
  const kit = await import("./govuk-frontend.min.js");
  kit.initAll();
}

if (document.querySelector("[data-copy-link]")) {
  const { startCopyLinks } = await import("./copy_link.js");
  startCopyLinks(document);
}

if (document.querySelector("form[data-autosave-url]")) {
  const { startAutosave } = await import("./autosave.js");
  startAutosave(document);
}

if (document.querySelector("[data-entry-grid]")) {
  const { startEntryGrids } = await import("./entry_grid.js");
  startEntryGrids(document);
}

// Work that a page needs before it can be shown. A page reached by "back" waits for the button.
const waiting = document.querySelector("form[data-send-at-once]");
if (waiting && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
  waiting.requestSubmit();
}

// A device that was at a door keeps names: not longer than the event, nor than who read them. Nor
// does it keep anybody's page for entering work. What waits to be sent stays on it.
const leaving = document.querySelector('form[action$="/sign-out"]');
leaving?.addEventListener("submit", async (event) => {
  if (!hasKept("liaison-door") && !hasKept("liaison-work")) {
    return;
  }
  event.preventDefault();
  try {
    const { forgetLists, forgetOwnWork } = await import("./door_store.js");
    await forgetOwnWork();
    await forgetLists();
  } finally {
    HTMLFormElement.prototype.submit.call(leaving); // signing out matters more
  }
});
if (hasKept("liaison-door")) {
  const { forgetWhatIsOver } = await import("./door_store.js");
  await forgetWhatIsOver();
}

function hasKept(mark) {
  try {
    return localStorage.getItem(mark) !== null;
  } catch {
    return false; // it keeps nothing for us
  }
}
