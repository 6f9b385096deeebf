// A file field that takes dropped files, gathers several choices and lists them with their sizes.
export function followDrops() {
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const zone = event.target.closest?.("[data-drop]");
      if (!zone || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      zone.querySelector(".drop").classList.toggle("drop-over", kind === "dragover");
      if (kind === "drop") take(zone, event.dataTransfer.files);
    });
  }
  document.addEventListener("change", (event) => {
    const zone = event.target.closest("[data-drop]");
    if (zone && event.target.type === "file") take(zone, event.target.files);
  });
}

const chosen = new WeakMap();

function take(zone, added) {
  const input = zone.querySelector("input[type=file]");
  const before = input.multiple ? chosen.get(zone) ?? [] : [];
  const files = [...before];
  for (const file of added) {
    if (!files.some((known) => isSame(known, file))) files.push(file);
  }
  keep(zone, input.multiple ? files : files.slice(-1));
}

function isSame(one, other) {
  return one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;
}

function keep(zone, files) {
  chosen.set(zone, files);
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  zone.querySelector("input[type=file]").files = carrier.files;
  list(zone, files);
}

function list(zone, files) {
  const place = zone.querySelector(".file-list");
  place.hidden = files.length === 0;
  place.replaceChildren(...files.map((file) => line(zone, files, file)));
}

function line(zone, files, file) {
  const item = document.createElement("li");
  item.append(part("span", "file-name", file.name), part("span", "file-size", sizeOf(file)));
  const remove = part("button", "button button-bare", "×");
  remove.type = "button";
  remove.ariaLabel = `${zone.dataset.removeLabel}: ${file.name}`;
  remove.addEventListener("click", () => keep(zone, files.filter((other) => other !== file)));
  item.append(remove);
  return item;
}

function part(tag, classes, text) {
  const element = document.createElement(tag);
  element.className = classes;
  element.textContent = text;
  return element;
}

function sizeOf(file) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(Math.floor(Math.log10(Math.max(file.size, 1)) / 3), units.length - 1);
  const format = { style: "unit", unit: units[step], unitDisplay: "short", maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(file.size / 1000 ** step);
}
