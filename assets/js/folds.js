// Sections of a narrow page open one by one; a wide page shows them all, and says so to readers.
const wide = matchMedia("(min-width: 68.0625rem)");

export function followFolds() {
  unfold();
  wide.addEventListener("change", unfold);
  document.addEventListener("htmx:afterSwap", unfold);
}

function unfold() {
  if (!wide.matches) return;
  for (const fold of document.querySelectorAll("details.fold")) {
    fold.open = true;
    fold.querySelector("summary").tabIndex = -1;
  }
}
