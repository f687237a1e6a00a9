// Shows a page of ours when there is no connection. It keeps the few files that this page needs, which are the
// same for everybody: no page of a conversation, no answer and no word of anybody gets into its store.
// What it keeps is said in a line in front of this, from web/installed/offline.py.
"use strict";

const BELONGS_TO_US = "closer-look/";

async function keepFiles() {
  const store = await caches.open(ABOUT.store);
  // Without the cookie we do not know who asks, so what comes back is nobody's.
  await store.addAll(ABOUT.files.map((path) => new Request(path, { credentials: "omit", cache: "reload" })));
  await self.skipWaiting();
}

async function forgetOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(BELONGS_TO_US) && name !== ABOUT.store);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** What a server in front of us says in our place when we are away. A redirection has no status here. */
const isAway = (answer) => answer.status >= 500 && !answer.headers.has(ABOUT.mark);

async function openPage(event) {
  try {
    const answer = (await event.preloadResponse) ?? (await fetch(event.request));
    if (!isAway(answer)) return answer;
    return (await caches.match(ABOUT.page)) ?? answer;
  } catch (fault) {
    const kept = await caches.match(ABOUT.page);
    if (kept) return kept;
    throw fault;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepFiles()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOlder()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(event));
  else if (ABOUT.files.includes(pathname + search)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
