// The week moves by hand and by key: an appointment is dragged, or chosen and pushed with Alt and an
// arrow. Each move is sent at once and the week comes back from the house, with the way back.
const STEP = 15;
const DAY = 24 * 60;
const NEAR = 6; // pixels before a press becomes a drag
const KEYS = { ArrowUp: [0, -STEP], ArrowDown: [0, STEP], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

let held = null;
let waiting = null; // what was pushed while a move was under way
let isBusy = false;
let sent = null; // where the move under way was sent

export function followCalendar() {
  document.addEventListener("keydown", push);
  document.addEventListener("pointerdown", take);
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", letGo);
  document.addEventListener("click", swallow, true);
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (isOurs(detail)) settle();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (isOurs(detail) && !detail.successful) giveUp();
  });
}

function push(event) {
  const link = event.target.closest?.("a[data-move]");
  const [days, minutes] = (event.altKey && KEYS[event.key]) || [];
  if (!link || days === undefined) return;
  event.preventDefault();
  if (isBusy) {
    waiting = { days: (waiting?.days ?? 0) + days, minutes: (waiting?.minutes ?? 0) + minutes };
  } else {
    move(link, days, minutes);
  }
}

function take(event) {
  const link = event.target.closest?.("a[data-move]");
  if (!link || event.button !== 0 || event.pointerType === "touch" || isBusy) return;
  const grid = link.closest(".week-grid");
  if (getComputedStyle(grid).position !== "relative") return; // a list of days: nothing to drag over
  held = { link, grid, x: event.clientX, y: event.clientY, isMoved: false };
}

function drag(event) {
  if (!held) return;
  const [x, y] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.isMoved && Math.hypot(x, y) < NEAR) return;
  held.isMoved = true;
  event.preventDefault();
  const block = held.link.closest(".block");
  block.classList.add("block-held");
  const { days, minutes } = way(event);
  const width = held.grid.offsetWidth + 1;
  block.style.transform = `translate(${days * width}px, ${(minutes / 60) * hourOf(held.grid)}px)`;
}

function drop(event) {
  if (!held?.isMoved) {
    held = null;
    return;
  }
  const { link } = held;
  const { days, minutes } = way(event);
  if (days || minutes) move(link, days, minutes);
  else release();
  // The click that follows a drag must not open the appointment.
  setTimeout(() => { held = null; });
}

function letGo() {
  if (!held) return;
  held = null;
  release();
}

function swallow(event) {
  if (held?.isMoved) {
    event.preventDefault();
    event.stopPropagation();
  }
}

// How many days and minutes the pointer has gone, in whole steps.
function way(event) {
  const grids = [...held.grid.closest(".week").querySelectorAll(".week-grid")];
  const here = grids.indexOf(held.grid);
  const over = grids.findIndex((grid) => {
    const { left, right } = grid.getBoundingClientRect();
    return event.clientX >= left && event.clientX < right;
  });
  const minutes = ((event.clientY - held.y) / hourOf(held.grid)) * 60;
  return { days: over < 0 ? 0 : over - here, minutes: Math.round(minutes / STEP) * STEP };
}

function hourOf(grid) {
  const { first, last } = grid.closest(".week").dataset;
  return grid.offsetHeight / (last - first);
}

function move(link, days, minutes) {
  const starts = shifted(link.dataset.starts, days, minutes);
  if (!starts) return;
  const form = document.querySelector("[data-calendar-move]");
  isBusy = true;
  sent = link.dataset.move;
  window.htmx.ajax("POST", link.dataset.move + location.search, {
    target: "#calendar",
    swap: "outerHTML",
    values: { ...Object.fromEntries(new FormData(form)), starts_at: starts, version: link.dataset.version },
  });
}

// Local time of the house as text, in and out: the browser's own zone must not matter.
function shifted(starts, days, minutes) {
  const at = new Date(`${starts}:00Z`);
  const within = at.getUTCHours() * 60 + at.getUTCMinutes() + minutes;
  if (within < 0 || within >= DAY) return null;
  at.setUTCDate(at.getUTCDate() + days);
  at.setUTCMinutes(at.getUTCMinutes() + minutes);
  return at.toISOString().slice(0, 16);
}

function isOurs(detail) {
  return sent !== null && Boolean(detail.pathInfo?.requestPath?.startsWith(sent));
}

// The week is back: the appointment has the focus again, and goes on where it was pushed meanwhile.
function settle() {
  const link = document.querySelector(`a[data-move="${sent}"]`);
  const next = waiting;
  [isBusy, sent, waiting] = [false, null, null];
  link?.focus();
  if (link && next) move(link, next.days, next.minutes);
}

function giveUp() {
  [isBusy, sent, waiting] = [false, null, null];
  release();
}

function release() {
  for (const block of document.querySelectorAll(".block-held")) {
    block.classList.remove("block-held");
    block.style.transform = "";
  }
}
