// Choosing rows of a list: x takes the row one stands on (j and k go on), the count is said.
export function followTicks() {
  document.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-tick]")) count();
  });
  document.addEventListener("click", chooseRange);
  count();
}

// The key x; which keys are ours, keys.js knows.
export function tickHere() {
  const row = document.activeElement?.closest(".row, tr, .card");
  const tick = row?.querySelector("[data-tick]");
  if (!tick) return;
  tick.checked = !tick.checked;
  count();
}

// With the shift key all between the last one and this one.
let last = null;
function chooseRange({ target, shiftKey }) {
  if (!target.matches?.("[data-tick]")) return;
  const ticks = [...document.querySelectorAll("[data-tick]")];
  if (shiftKey && ticks.includes(last)) {
    const ends = [ticks.indexOf(last), ticks.indexOf(target)].sort((a, b) => a - b);
    for (const tick of ticks.slice(ends[0], ends[1] + 1)) tick.checked = target.checked;
    count();
  }
  last = target;
}

function count() {
  const place = document.querySelector("[data-ticks-count]");
  if (!place) return;
  const chosen = document.querySelectorAll("[data-tick]:checked").length;
  const { none, one, many } = place.dataset;
  place.textContent = chosen === 0 ? none : chosen === 1 ? one : `${chosen} ${many}`;
}
