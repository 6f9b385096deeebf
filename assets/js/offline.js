// The page's side of reading without a connection; assets/worker.js is the other.
import { dropDrafts } from "./draft_store.js";
import { tell } from "./strip.js";

const PAGES = "pages-";

export function followOffline() {
  const { worker, keptAt } = document.body.dataset;
  if (worker && navigator.serviceWorker) {
    addEventListener("load", () => navigator.serviceWorker.register(worker).catch(() => {}));
  }
  if (keptAt) tell("kept", { when: inWords(keptAt), press: () => location.reload() });
  document.addEventListener("submit", ({ target }) => {
    if (!target.matches("[data-sign-out]")) return;
    dropDrafts();
    forgetPages();
  });
  const list = document.querySelector("[data-kept-pages]");
  if (list) listPages(list);
}

// Nothing of what was read here stays for whoever sits there next.
export async function forgetPages() {
  if (!globalThis.caches) return;
  for (const name of await caches.keys()) if (name.startsWith(PAGES)) await caches.delete(name);
}

// On the page that stands in for those that cannot be had: the last opened first.
async function listPages(list) {
  const names = globalThis.caches ? (await caches.keys()).filter((name) => name.startsWith(PAGES)) : [];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) {
      list.append(await lineOf(await cache.match(request), request.url));
    }
  }
  list.closest("section").hidden = !list.children.length;
}

async function lineOf(kept, url) {
  const title = new DOMParser().parseFromString(await kept.text(), "text/html").title;
  const line = document.createElement("li");
  const link = document.createElement("a");
  const when = document.createElement("small");
  link.href = url;
  link.textContent = title.replace(/ · nahbar$/, "");
  when.textContent = inWords(kept.headers.get("Kept-At"));
  line.append(link, " ", when);
  return line;
}

function inWords(moment) {
  const format = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(document.documentElement.lang, format).format(new Date(moment));
}
