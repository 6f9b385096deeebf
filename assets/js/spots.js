// A value edited where it stands. Escape cancels; what somebody is typing in one form is not swept
// away by opening another one in the same piece, nor by what comes beside an answer.
const STAYS = 30_000; // milliseconds that the way back is offered

export function followSpots() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.target.closest?.("[data-inplace]")?.querySelector("[data-cancel]")?.click();
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { elt, target } = event.detail;
    const begun = elt.matches("[data-spot]") && begunForm(target);
    if (!begun) return;
    event.preventDefault();
    begun.querySelector("input:not([type=hidden]), select, textarea").focus();
  });
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    if (begunForm(event.detail.target)) event.detail.shouldSwap = false;
  });
  for (const name of ["htmx:oobAfterSwap", "htmx:afterSwap"]) {
    document.addEventListener(name, ({ target }) => {
      if (target.id === "undo-place") leaveLater(target);
    });
  }
}

function begunForm(place) {
  return [...(place?.querySelectorAll("[data-inplace]") ?? [])].find((form) => [...form.elements].some(isTyped));
}

function isTyped(field) {
  if (field.type === "hidden") return false;
  if (field.matches("select")) return [...field.options].some((one) => one.selected !== one.defaultSelected && one.defaultSelected);
  if (/^(checkbox|radio)$/.test(field.type)) return field.checked !== field.defaultChecked;
  return "defaultValue" in field && field.value !== field.defaultValue;
}

let leaving;

function leaveLater(place) {
  clearTimeout(leaving);
  leaving = setTimeout(() => {
    if (place.matches(":hover, :focus-within")) leaveLater(place);
    else place.replaceChildren();
  }, STAYS);
}
