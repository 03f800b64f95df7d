// The service worker of forms: a report that was opened once opens without a network too, with its checks.
// It answers for a form's page and for what that page is made of, and only when the network does not. The
// server says in `Kept-For` whose page it is; the pages of one person at a time are kept (machine.js).

const FORMS_OF = "forms-of:";
const ASSETS = "form-assets";
const FORM = /^\/bao-cao\/\d+\/$/;
const CELL = /^\/bao-cao\/\d+\/o\/$/;
const MADE_OF = new Set(["script", "style", "font", "image"]);
const GATEWAY = 502; // and above: nobody is there behind the proxy

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && FORM.test(pathname)) event.respondWith(page(event, pathname));
  else if (CELL.test(pathname)) event.respondWith(beside(event));
  else if (MADE_OF.has(request.destination)) event.respondWith(asset(event));
});

// The page that registered this worker came before it: it says what it is and what it is made of.
self.addEventListener("message", (event) => {
  const { keep, madeOf } = event.data;
  event.waitUntil(
    keepAll(keep, madeOf).then(
      () => event.source?.postMessage({ kept: keep }),
      () => {},
    ),
  );
});

async function keepAll(pathname, madeOf) {
  const assets = await caches.open(ASSETS);
  await Promise.all([...madeOf.map((address) => assets.add(address)), renew(pathname)]);
}

async function renew(pathname) {
  await keepPage(pathname, await fetch(pathname, { credentials: "same-origin", redirect: "manual" }));
}

async function page(event, pathname) {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch (error) {
    const kept = await caches.match(pathname);
    if (kept) return withoutNetwork(kept);
    throw error;
  }
  if (answer.status >= GATEWAY) return (await keptInstead(pathname)) ?? answer;
  event.waitUntil(keepPage(pathname, answer.clone()));
  return answer;
}

async function keptInstead(pathname) {
  const kept = await caches.match(pathname);
  return kept && withoutNetwork(kept);
}

async function keepPage(pathname, answer) {
  const person = answer.headers.get("Kept-For");
  const name = person && FORMS_OF + person;
  for (const other of await caches.keys()) {
    if (!other.startsWith(FORMS_OF) || other === name) continue;
    if (name) await caches.delete(other);
    else await (await caches.open(other)).delete(pathname);
  }
  if (answer.ok && name) await (await caches.open(name)).put(pathname, answer);
}

/** The page can tell that it is older than what this browser has sent since. */
async function withoutNetwork(kept) {
  const text = (await kept.text()).replace("<html ", "<html data-without-network ");
  return new Response(text, { status: 200, headers: kept.headers });
}

/** What stands beside a cell is read without a network if it was read before, on a page that is kept. */
async function beside(event) {
  try {
    const answer = await fetch(event.request);
    const copy = answer.clone();
    if (answer.ok && !answer.redirected) event.waitUntil(keepBeside(event.request, copy));
    return answer;
  } catch (error) {
    const kept = await caches.match(event.request);
    if (kept) return kept;
    throw error;
  }
}

async function keepBeside(request, answer) {
  const name = (await caches.keys()).find((one) => one.startsWith(FORMS_OF));
  if (name) await (await caches.open(name)).put(request, answer);
}

async function asset(event) {
  const assets = await caches.open(ASSETS);
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(assets.put(event.request, answer.clone()));
    return answer;
  } catch (error) {
    const kept = await assets.match(event.request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
