// A part of the page that is exchanged keeps the focus where it was, and nothing scrolls for it.
let place = null;

export function followFocus() {
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const one = document.activeElement;
    place = detail.shouldSwap && detail.target?.contains(one) ? markOf(one) : null;
  });
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const wanted = place;
    place = null;
    if (!wanted || document.activeElement !== document.body) return;
    const found = [...document.querySelectorAll(wanted.tag)].find((one) => isSame(markOf(one), wanted));
    focusOn(found ?? detail.elt);
  });
}

function markOf(one) {
  const { id, name, value } = one;
  return { tag: one.tagName, id, name, href: one.getAttribute("href"), value: one.matches("button, [type=radio]") ? value : "" };
}

function isSame(one, other) {
  if (one.id || other.id) return one.id === other.id;
  const isNamed = Boolean(one.name || one.href);
  return isNamed && one.name === other.name && one.href === other.href && one.value === other.value;
}

// What was pressed may be gone: then the new part itself is where one goes on.
function focusOn(element) {
  if (!element?.isConnected) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
