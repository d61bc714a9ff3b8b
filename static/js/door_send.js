// Sends what waits and fetches the list. Nothing leaves the device before the server's receipt.

const MOST_ENTRIES = 200; // of one request
const PATIENCE_MS = 10000;

export class SignedOut extends Error {}

export async function fetchJson(address, options = {}) {
  const answer = await fetch(address, {
    credentials: "same-origin",
    redirect: "manual", // a redirect here means signed out
    signal: AbortSignal.timeout(PATIENCE_MS),
    ...options,
  });
  if (answer.type === "opaqueredirect") {
    throw new SignedOut();
  }
  if (!answer.ok) {
    const { status } = answer;
    throw Object.assign(new Error(`The server answered ${status}`), { status });
  }
  return answer.json();
}

// A page that was kept carries the token of the session it was kept in, and they may have signed in
// again since. If somebody else did, the entries are not theirs to send.
export async function freshToken(address, section, user) {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const answer = await fetch(address, { redirect: "manual", signal });
  if (answer.type === "opaqueredirect") {
    throw new SignedOut();
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = fresh.getElementById(section)?.dataset;
  if (found?.user !== user) {
    throw new SignedOut();
  }
  return found.token;
}

export function sendEntries(address, token, waiting) {
  const entries = waiting.slice(0, MOST_ENTRIES).map(({ entry }) => entry);
  return fetchJson(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ entries }),
  });
}
