// [data-fresh]: a part of the page that asks for itself again and again. Nothing moves while nothing
// is new, nothing is asked while nobody looks, and the focus stays where it was.
const SLOWEST = 30_000; // milliseconds between two tries when the house does not answer
const PATIENCE = 8_000;
const NEW = 200;
const SAME = 304;

export function followFresh() {
  for (const place of document.querySelectorAll("[data-fresh]")) keepFresh(place);
}

function keepFresh(place) {
  const pace = Number(place.dataset.freshEvery);
  let timer = 0;
  let misses = 0;
  let isOver = false;

  async function ask() {
    timer = 0;
    if (document.hidden || isOver) return;
    timer = -1;
    const status = await look(place);
    // No longer signed in, or no longer wanted: whoever loads the page anew will see.
    isOver = status !== NEW && status !== SAME && status < 500 && status !== undefined;
    misses = status === NEW || status === SAME ? 0 : misses + 1;
    timer = isOver ? 0 : setTimeout(ask, Math.min(pace * 2 ** misses, SLOWEST));
  }

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !timer) ask();
  });
  timer = setTimeout(ask, pace);
}

async function look(place) {
  try {
    const answer = await fetch(place.dataset.fresh, {
      headers: { "If-None-Match": place.dataset.freshTag },
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status === NEW) {
      exchange(place, await answer.text());
      place.dataset.freshTag = answer.headers.get("ETag");
    }
    return answer.status;
  } catch {
    return undefined; // the net is away
  }
}

function exchange(place, page) {
  const before = document.activeElement;
  const held = place.contains(before) && before !== place ? before.id : null;
  place.innerHTML = page;
  globalThis.htmx?.process(place);
  if (held !== null) (document.getElementById(held) ?? place).focus({ preventScroll: true });
}
