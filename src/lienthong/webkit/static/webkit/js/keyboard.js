// Keys of a page. Every key belongs to a visible control: `data-key="t"` on a button or link presses
// it, on a field focuses it. In a list (`data-rows`) j and k walk over the rows (`data-row`), whose
// link `data-open` has the focus, so that Enter opens it (the first row, before any was chosen); a key of a row's own button acts on that row.

const typing = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable=true]";

const isVisible = (element) => element.checkVisibility();
const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter(isVisible);
const currentRow = () => document.activeElement.closest("[data-row]") ?? document.querySelector("[data-row][data-here]");

function goTo(row) {
  for (const other of document.querySelectorAll("[data-row][data-here]")) other.removeAttribute("data-here");
  row.setAttribute("data-here", "");
  (row.querySelector("[data-open]") ?? row).focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = rows();
  const at = all.indexOf(currentRow());
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  if (all[next]) goTo(all[next]);
  return all.length > 0;
}

function controlOf(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = currentRow();
  const near = row ? [...row.querySelectorAll(selector)] : [];
  const all = [...near, ...document.querySelectorAll(selector)];
  return all.find((control) => isVisible(control) && !control.disabled && (near.includes(control) || !outsideRow(control)));
}

// The button of another row must not answer for the row that the person is on.
const outsideRow = (control) => currentRow() && control.closest("[data-row]") && control.closest("[data-row]") !== currentRow();

function press(control) {
  if (control.matches(typing)) {
    control.focus();
    control.select?.();
  } else {
    control.click();
  }
}

function listKeys() {
  const place = document.querySelector("[data-help-keys]");
  const lines = [...document.querySelectorAll("[data-key]")].filter(isVisible).map(describe);
  const words = place.dataset;
  const moving = rows().length ? [["j", words.wordDown], ["k", words.wordUp], ["Enter", words.wordOpen]] : [];
  const seen = new Map([...moving, ...lines, ["Esc", words.wordLeave]]);
  place.replaceChildren(...[...seen].flatMap(([key, name]) => line(key, name)));
}

function describe(control) {
  const copy = control.cloneNode(true);
  copy.querySelectorAll("kbd, svg").forEach((part) => part.remove());
  return [control.dataset.key, control.dataset.keyName ?? copy.textContent.trim()];
}

function line(key, name) {
  const term = document.createElement("dt");
  const cap = document.createElement("kbd");
  const meaning = document.createElement("dd");
  cap.textContent = key;
  meaning.textContent = name;
  term.append(cap);
  return [term, meaning];
}

function openHelp() {
  listKeys();
  document.getElementById("help").showModal();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.target.matches(typing)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.repeat && !"jk".includes(event.key)) return;
  if (event.key === "j" || event.key === "k") {
    if (move(event.key === "j" ? 1 : -1)) event.preventDefault();
  } else if (event.key === "Enter" && event.target === document.body) {
    (currentRow() ?? rows()[0])?.querySelector("[data-open]")?.click();
  } else if (event.key.length === 1) {
    const control = controlOf(event.key);
    if (control) {
      event.preventDefault();
      press(control);
    }
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-help]")) {
    event.preventDefault();
    openHelp();
  }
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest("a, button, input, select, textarea, label, summary")) return;
  if (!getSelection().isCollapsed) return;
  row.querySelector("[data-open]")?.click();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row || row.hasAttribute("data-here")) return;
  for (const other of document.querySelectorAll("[data-row][data-here]")) other.removeAttribute("data-here");
  row.setAttribute("data-here", "");
});

// A list that scrolls by itself begins at the row that is looked at, one row before it; the page stays.
const here = document.querySelector(".waiting [data-row][data-here]");
if (here) {
  const list = here.closest(".waiting");
  list.scrollTop = here.getBoundingClientRect().top - list.getBoundingClientRect().top - here.offsetHeight;
}
