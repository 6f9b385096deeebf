// The choice lives in a cookie, so that the server draws the next page in it from the first byte.
const YEAR_IN_SECONDS = 31_536_000;

export function followTheme() {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-theme-switch]")) event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-switch] button");
    if (!button) return;
    event.preventDefault();
    choose(button.value);
  });
}

function choose(theme) {
  const root = document.documentElement;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR_IN_SECONDS}; samesite=lax${secure}`;
  for (const button of document.querySelectorAll("[data-theme-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}
