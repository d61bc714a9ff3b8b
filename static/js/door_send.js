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

export function sendEntries(address, token, waiting) {
  const entries = waiting.slice(0, MOST_ENTRIES).map(({ entry }) => entry);
  return fetchJson(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify({ entries }),
  });
}
