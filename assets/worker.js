// The service worker. `house` is written before it by the server: where things are in this version.
// It keeps static files, which carry their version in their address, and nothing else by itself;
// pages of customers only where the answer says that the firm allows it, and for this person alone.
const { statics, offline, shell, signOut, version } = self.house;
const FILES = "files-";
const PAGES = "pages-";
const MOST_PAGES = 20;
const LONGEST = 7 * 24 * 3600 * 1000; // milliseconds a page may be read without the house

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(FILES + version).then((files) => files.addAll([offline, ...shell])));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([clearOld(), self.registration.navigationPreload?.enable(), self.clients.claim()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.method === "POST" && pathname === signOut) event.waitUntil(forgetAll());
  else if (request.method !== "GET") return;
  else if (pathname.startsWith("/static/")) event.respondWith(file(request, pathname));
  else if (request.mode === "navigate") event.respondWith(visit(event));
});

async function clearOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith(FILES) && name !== FILES + version) await caches.delete(name);
  }
}

// A kept page may name files of an earlier version: this one's stand in for them.
async function file(request, pathname) {
  const files = await caches.open(FILES + version);
  const found = await files.match(request);
  if (found) return found;
  try {
    const answer = await fetch(request);
    if (answer.ok && pathname.startsWith(statics)) await files.put(request, answer.clone());
    return answer;
  } catch (error) {
    const newer = await files.match(pathname.replace(/^\/static\/[^/]+\//, statics));
    if (newer) return newer;
    throw error;
  }
}

async function visit(event) {
  let answer;
  try {
    answer = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return (await keptPage(event.request)) ?? (await caches.match(offline)) ?? Response.error();
  }
  // What is not kept is not copied either: a copy nobody reads would fill the memory.
  const copy = answer.headers.get("Nahbar-Keep") === "page" ? answer.clone() : answer;
  event.waitUntil(remember(event.request, copy));
  return answer;
}

// The answer says who reads ("-" where nothing may be kept, nothing where nobody is signed in).
async function remember(request, answer) {
  if (answer.type === "opaqueredirect" || answer.status >= 500) return;
  const reader = answer.headers.get("Nahbar-Reader") ?? "-";
  const own = reader === "-" ? "" : PAGES + reader;
  for (const name of await caches.keys()) {
    if (name.startsWith(PAGES) && name !== own) await caches.delete(name);
  }
  if (own && answer.headers.get("Nahbar-Keep") === "page") await keepPage(own, request, answer);
}

async function keepPage(name, request, answer) {
  const now = new Date().toISOString();
  const html = (await answer.text()).replace("<body", `<body data-kept-at="${now}"`);
  const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Kept-At": now });
  for (const one of ["Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"]) {
    if (answer.headers.has(one)) headers.set(one, answer.headers.get(one));
  }
  const pages = await caches.open(name);
  const { pathname } = new URL(request.url);
  await pages.delete(pathname);
  await pages.put(pathname, new Response(html, { headers }));
  const all = await pages.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST_PAGES))) await pages.delete(old);
}

async function keptPage(request) {
  const { pathname } = new URL(request.url);
  for (const name of await caches.keys()) {
    if (!name.startsWith(PAGES)) continue;
    const pages = await caches.open(name);
    const kept = await pages.match(pathname);
    if (!kept) continue;
    if (Date.now() - Date.parse(kept.headers.get("Kept-At")) < LONGEST) return kept;
    await pages.delete(pathname);
  }
  return undefined;
}

async function forgetAll() {
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}
