// A menu is a <details>: it closes on Escape (focus returns to it) and when one presses elsewhere.
export function followMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      menu.open = false;
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    }
  });
}

function openMenus() {
  return document.querySelectorAll("details[data-menu][open]");
}
