// What every chart stands on: the theme's colours and type, and how numbers read in the
// language of the page.
export function surface(figure) {
  const colour = colours(figure);
  const language = document.documentElement.lang || "de";
  return { colour, isNarrow: figure.clientWidth < 480, format: formats(language), ...axes(colour) };
}

function colours(figure) {
  // A custom property may still hold light-dark(); only a used colour is resolved.
  const probe = document.createElement("span");
  figure.append(probe);
  const read = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const names = ["card", "ink", "soft", "line", "edge", "green", "green-mid", "green-soft", "warn", "warn-soft"];
  const found = Object.fromEntries(names.map((name) => [name, read(name)]));
  const steps = [1, 2, 3, 4, 5];
  found.mood = steps.map((step) => read(`mood-${step}`));
  found.moodInk = steps.map((step) => read(`mood-${step}-ink`));
  probe.remove();
  return found;
}

// unit: "EUR" or another currency's code, "share" (0 … 1), or anything else for plain counts.
function formats(language) {
  // Austria groups the digits of plain numbers by spaces and those of money by dots; the texts beside
  // the charts have dots in both.
  // An English reader takes 1.200 for one and a bit, wherever the house is.
  const isEnglish = language.startsWith("en");
  const plain = isEnglish ? "en" : language.replace("de-AT", "de");
  const money = isEnglish ? "en" : language;
  const number = (value, options) =>
    new Intl.NumberFormat(options.style === "currency" ? money : plain, options).format(value);
  const isCurrency = (unit) => /^[A-Z]{3}$/.test(unit ?? "");
  const style = (unit) => {
    if (isCurrency(unit)) return { style: "currency", currency: unit, maximumFractionDigits: 0 };
    if (unit === "share") return { style: "percent", maximumFractionDigits: 1 };
    return { maximumFractionDigits: 1 };
  };
  const date = (options) => (text) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(new Date(text));
  return {
    full: (value, unit) => number(value, style(unit)),
    short: (value, unit) => number(value, unit === "share" ? { style: "percent", maximumFractionDigits: 0 } : { notation: value >= 10_000 ? "compact" : "standard", maximumFractionDigits: 1 }),
    month: date({ month: "short", year: "numeric" }),
    day: date({ day: "numeric", month: "long", year: "numeric" }),
  };
}

function axes(colour) {
  const type = { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 };
  const label = { ...type, color: colour.soft };
  return {
    type,
    grid: { left: 0, right: 8, top: 8, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "all" },
    axis: {
      axisLine: { lineStyle: { color: colour.edge } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true },
      nameTextStyle: label,
      splitLine: { show: false },
    },
    // Drawn inside the picture: no markup from text, and nothing that a strict policy refuses.
    tooltip: {
      renderMode: "richText",
      confine: true,
      backgroundColor: colour.card,
      borderColor: colour.edge,
      borderWidth: 1,
      borderRadius: 8,
      padding: [8, 12],
      shadowBlur: 0,
      shadowColor: "transparent",
      shadowOffsetX: 0,
      shadowOffsetY: 0,
      textStyle: { ...type, fontSize: 14, color: colour.ink },
    },
  };
}
