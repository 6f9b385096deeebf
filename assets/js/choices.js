// data-autosubmit: a changed choice sends its form, and the page comes back with focus and scroll
// where they were. By keyboard a closed list changes with every key, so there the choice is sent on leaving it.
const PLACE = "focus";
let isByKey = false;
let changed = null;

export function followChoices() {
  comeBack();
  addEventListener("pagehide", keepPlace);
  document.addEventListener("keydown", () => { isByKey = true; }, true);
  document.addEventListener("pointerdown", () => { isByKey = false; }, true);
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("[data-autosubmit] :is(select, input)")) return;
    changed = target;
    if (!isByKey || !target.matches("select")) send();
  });
  document.addEventListener("focusout", ({ target }) => {
    if (target === changed) send();
  });
}

function send() {
  const { form } = changed;
  changed = null;
  form.requestSubmit();
}

function keepPlace() {
  const { id, name, form } = document.activeElement;
  if (!form?.matches("[data-autosubmit]")) return;
  sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, id || name, scrollY]));
}

function comeBack() {
  const [path, name, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
  sessionStorage.removeItem(PLACE);
  const form = document.querySelector("form[data-autosubmit]");
  if (path !== location.pathname) return;
  form?.elements.namedItem(name)?.focus({ preventScroll: true });
  scrollTo(0, top);
}
