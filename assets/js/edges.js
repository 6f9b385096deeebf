// While something is carried near the edge of the window, the page scrolls on under it.
const NEAR = 72; // pixels from the edge
const FAST = 14; // pixels a frame, at the edge itself

let going = 0;
let place = null;

// at: {clientX, clientY} of what is carried; then: told after each bit of scrolling.
export function followEdge(element, at, then) {
  place = { scroller: scrollerOf(element), at, then };
  if (!going) going = requestAnimationFrame(step);
}

export function leaveEdge() {
  cancelAnimationFrame(going);
  [going, place] = [0, null];
}

// How far everything around the element is scrolled: [down, right].
export function scrolled(element) {
  let [top, left] = [scrollY, scrollX];
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (one === document.scrollingElement) break;
    top += one.scrollTop;
    left += one.scrollLeft;
  }
  return [top, left];
}

function step() {
  going = 0;
  if (!place) return;
  const { scroller, at, then } = place;
  const { top, bottom } = boundsOf(scroller);
  const up = Math.max(0, top + NEAR - at.clientY);
  const down = Math.max(0, at.clientY - (bottom - NEAR));
  const speed = Math.round((Math.min(down, NEAR) - Math.min(up, NEAR)) / NEAR * FAST);
  if (!speed) return;
  const before = scroller.scrollTop;
  scroller.scrollTop += speed;
  if (scroller.scrollTop === before) return;
  then();
  going = requestAnimationFrame(step);
}

function scrollerOf(element) {
  for (let one = element.parentElement; one; one = one.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(one).overflowY) && one.scrollHeight > one.clientHeight) return one;
  }
  return document.scrollingElement;
}

function boundsOf(scroller) {
  if (scroller === document.scrollingElement) return { top: 0, bottom: innerHeight };
  return scroller.getBoundingClientRect();
}
