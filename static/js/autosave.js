// Saves a long form while it is being filled in. The form says where (data-autosave-url) and in
// which words (data-saving, data-saved, data-not-saved). Its own save button works without this.

const PAUSE_MS = 3000; // after the last change; long enough to finish a word, short enough to trust

export function startAutosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave-url]")) {
    watch(form, form.querySelector('[role="status"]'));
  }
}

function watch(form, status) {
  let timer = 0;
  let isSaving = false;
  let hasUnsaved = false;

  form.addEventListener("input", () => {
    hasUnsaved = true;
    later();
  });

  // The page's own submit carries everything; a save arriving after it would be of an older state.
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    hasUnsaved = false;
  });

  // Leaving the tab on a phone may be the last thing the page ever hears.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && hasUnsaved) {
      save({ keepalive: true });
    }
  });

  function later() {
    clearTimeout(timer);
    timer = setTimeout(() => save({ keepalive: false }), PAUSE_MS);
  }

  async function save({ keepalive }) {
    if (isSaving) {
      later();
      return;
    }
    clearTimeout(timer);
    isSaving = true;
    hasUnsaved = false;
    status.textContent = form.dataset.saving;
    try {
      const answer = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: withoutFiles(new FormData(form)), // the CSRF token is one of the form's fields
        credentials: "same-origin",
        redirect: "manual", // a redirect here means signed out: not saved
        keepalive,
      });
      if (!answer.ok) {
        throw new Error(`The server answered ${answer.status}`);
      }
      status.textContent = form.dataset.saved;
    } catch {
      hasUnsaved = true;
      status.textContent = form.dataset.notSaved;
    } finally {
      isSaving = false;
    }
  }
}

// A file goes up once, with the form itself, not every few seconds.
function withoutFiles(data) {
  for (const [name, value] of [...data.entries()]) {
    if (value instanceof File) {
      data.delete(name);
    }
  }
  return data;
}
