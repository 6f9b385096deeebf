// data-busy: a sent form says so and is not sent twice.
export function followForms() {
  document.addEventListener("submit", (event) => {
    const { busy } = event.target.dataset;
    if (busy === undefined || event.defaultPrevented) return;
    if (event.target.ariaBusy === "true") event.preventDefault();
    else sayBusy(event.target, event.submitter, busy);
  });
  // Coming back by the browser's history shows the page as it was left: busy.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll('form[aria-busy="true"]')) sayReady(form);
  });
}

function sayBusy(form, button, words) {
  form.ariaBusy = "true";
  if (!button) return;
  // Not disabled: a disabled button's own name and value would be left out of what is sent.
  button.setAttribute("aria-disabled", "true");
  button.dataset.words = button.textContent;
  if (words) button.textContent = words;
}

function sayReady(form) {
  form.ariaBusy = null;
  for (const button of form.querySelectorAll("[aria-disabled][data-words]")) {
    button.removeAttribute("aria-disabled");
    button.textContent = button.dataset.words;
  }
}
