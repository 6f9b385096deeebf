// Keys pressed for a page that is still to come: since somebody said where to go, until it is there.
// Kept in this tab, for that page alone.
const PLACE = "keys-ahead";
const PATIENCE = 5_000; // milliseconds; a page that takes longer is left to itself
let going = null;

addEventListener("pageshow", () => { going = null; });

export function goTo(url, keys = []) {
  const { pathname, search, hash } = new URL(url, location.href);
  const isHere = hash && pathname === location.pathname && search === location.search;
  if (!isHere) {
    going = { path: pathname, keys: [...keys], until: Date.now() + PATIENCE };
    store();
  }
  location.assign(url);
}

export function isGoing() {
  return going !== null && Date.now() < going.until;
}

export function keepForThere(key) {
  going.keys.push(key);
  store();
}

// What was pressed for this page before it was here.
export function keptForHere() {
  const kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  sessionStorage.removeItem(PLACE);
  const isMeant = kept && kept.path === location.pathname && Date.now() < kept.until;
  return isMeant ? kept.keys : [];
}

function store() {
  sessionStorage.setItem(PLACE, JSON.stringify(going));
}
