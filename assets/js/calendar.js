// The week moves by hand and by key: an appointment is dragged, with a finger after it was held for
// a moment, or chosen and pushed with Alt and an arrow. Where days stand in a list, it is carried to
// another day. Each move is sent at once and the week comes back from the house, with the way back.
import { followEdge, leaveEdge, scrolled } from "./edges.js";

const STEP = 15;
const DAY = 24 * 60;
const NEAR = 6; // pixels before a press becomes a drag
const HOLD = 400; // milliseconds before a finger takes it; until then it scrolls the page
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
  document.addEventListener("contextmenu", (event) => { if (held?.isFinger) event.preventDefault(); });
  document.addEventListener("touchmove", keepPage, { passive: false });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (isOurs(detail)) settle();
  });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (isOurs(detail) && !detail.successful) giveUp();
  });
}

function push(event) {
  if (event.key === "Escape" && held) letGo();
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
  if (held && event.pointerId !== held.pointer) letGo(); // a second finger: the page is zoomed
  const link = event.target.closest?.("a[data-move]");
  if (!link || event.button !== 0 || isBusy || !event.isPrimary) return;
  const grid = link.closest(".week-grid");
  const isFinger = event.pointerType === "touch";
  const isList = getComputedStyle(grid).position !== "relative";
  if (isList && !isFinger) return; // by mouse the list is to be read
  const [top, left] = scrolled(grid);
  held = { link, grid, isFinger, isList, x: event.clientX, y: event.clientY, top, left, pointer: event.pointerId, isMoved: false };
  if (isFinger) held.timer = setTimeout(lift, HOLD);
}

// The finger has rested: from now on it moves the appointment, no longer the page.
function lift() {
  held.isLifted = true;
  held.link.closest(".block").classList.add("block-held");
  navigator.vibrate?.(15);
}

function keepPage(event) {
  if (held?.isLifted && event.cancelable) event.preventDefault();
}

function drag(event) {
  if (!held || event.pointerId !== held.pointer) return;
  const far = Math.hypot(event.clientX - held.x, event.clientY - held.y) >= NEAR;
  if (held.isFinger && !held.isLifted) {
    if (far) letGo();
    return;
  }
  if (!held.isMoved && !far) return;
  held.isMoved = true;
  held.at = { clientX: event.clientX, clientY: event.clientY };
  event.preventDefault();
  follow();
  followEdge(held.grid, held.at, follow);
}

// The block stands where it would be dropped; called again when the page moves under the finger.
function follow() {
  const block = held.link.closest(".block");
  block.classList.add("block-held");
  const { days, minutes } = way();
  if (held.isList) {
    const [top] = scrolled(held.grid);
    block.style.transform = `translateY(${held.at.clientY - held.y + top - held.top}px)`;
    for (const grid of grids()) grid.classList.toggle("week-over", grid === grids()[grids().indexOf(held.grid) + days]);
    return;
  }
  const width = held.grid.offsetWidth + 1;
  block.style.transform = `translate(${days * width}px, ${(minutes / 60) * hourOf(held.grid)}px)`;
}

function drop(event) {
  if (!held || event.pointerId !== held.pointer) return;
  clearTimeout(held.timer);
  leaveEdge();
  if (!held.isMoved) {
    const wasLifted = held.isLifted;
    release();
    if (wasLifted) held.isMoved = true; // held and put back: neither moved nor opened
    else held = null;
    if (wasLifted) setTimeout(() => { held = null; });
    return;
  }
  const { link } = held;
  const { days, minutes } = way();
  if (days || minutes) move(link, days, minutes);
  else release();
  // The click that follows a drag must not open the appointment.
  setTimeout(() => { held = null; });
}

function letGo() {
  if (!held) return;
  clearTimeout(held.timer);
  leaveEdge();
  held = null;
  release();
}

function swallow(event) {
  if (held?.isMoved) {
    event.preventDefault();
    event.stopPropagation();
  }
}

// How many days and minutes the pointer has gone, in whole steps, whatever was scrolled meanwhile.
function way() {
  const all = grids();
  const here = all.indexOf(held.grid);
  const { clientX, clientY } = held.at;
  if (held.isList) {
    const tops = all.map((grid) => grid.closest(".week-day").getBoundingClientRect().top);
    const over = tops.findLastIndex((top) => clientY >= top);
    return { days: Math.max(over, 0) - here, minutes: 0 };
  }
  const over = all.findIndex((grid) => {
    const { left, right } = grid.getBoundingClientRect();
    return clientX >= left && clientX < right;
  });
  const [top] = scrolled(held.grid);
  const minutes = ((clientY - held.y + top - held.top) / hourOf(held.grid)) * 60;
  return { days: over < 0 ? 0 : over - here, minutes: Math.round(minutes / STEP) * STEP };
}

function grids() {
  return [...held.grid.closest(".week").querySelectorAll(".week-grid")];
}

function hourOf(grid) {
  const { first, last } = grid.closest(".week").dataset;
  return grid.offsetHeight / (last - first);
}

function move(link, days, minutes) {
  const starts = shifted(link.dataset.starts, days, minutes);
  if (!starts) {
    release();
    return;
  }
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
  for (const over of document.querySelectorAll(".week-over")) over.classList.remove("week-over");
  for (const block of document.querySelectorAll(".block-held")) {
    block.classList.remove("block-held");
    block.style.transform = "";
  }
}
