// The service worker of the door's pages: they open without a network. It keeps nothing by itself;
// the pages put into the cache what they need, and take it out again.

const PATIENCE_MS = 4000; // for a network that is there but answers nothing
// what a page kept is right for its device, in whatever language it is asked for later
const AS_KEPT = { ignoreSearch: true, ignoreVary: true };

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) {
    return;
  }
  event.respondWith(request.mode === "navigate" ? openPage(request) : openFile(request));
});

async function openPage(request) {
  const kept = await caches.match(request, AS_KEPT);
  if (!kept) {
    return fetch(request);
  }
  try {
    const late = new Promise((_resolve, reject) => setTimeout(reject, PATIENCE_MS));
    const answer = await Promise.race([fetch(request), late]);
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept;
  }
}

async function openFile(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
