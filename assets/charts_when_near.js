// Charts weigh more than all the rest of a page: their code comes only when one is near the screen.
const near = new IntersectionObserver((entries) => {
  if (entries.some((one) => one.isIntersecting)) load();
}, { rootMargin: "100% 0%" });

function load() {
  near.disconnect();
  document.removeEventListener("htmx:afterSettle", watch);
  removeEventListener("beforeprint", load);
  import("./charts.js");
}

function watch() {
  for (const figure of document.querySelectorAll("figure[data-chart]")) near.observe(figure);
}

watch();
document.addEventListener("htmx:afterSettle", watch);
addEventListener("beforeprint", load);
