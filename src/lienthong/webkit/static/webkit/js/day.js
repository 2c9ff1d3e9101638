// Days as people write them (`data-day`), whatever language the browser speaks: what was typed short
// ("3/12", "03122026") is written out, and the browser's own calendar opens beside the field.

const PARTED = /^(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?$/;
const CLOSED = /^(\d{2})(\d{2})(\d{4}|\d{2})?$/;
const OF_PROGRAMS = /^(\d{4})-(\d{1,2})-(\d{1,2})$/;
const two = (number) => String(number).padStart(2, "0");
const written = (day) => `${two(day.getDate())}/${two(day.getMonth() + 1)}/${day.getFullYear()}`;

// A day of the text, or null; without a year the one that lies nearest to today.
function dayOf(text) {
  const iso = text.match(OF_PROGRAMS);
  if (iso) return real(iso[3], iso[2], iso[1]);
  const [, date, month, year] = text.match(PARTED) ?? text.match(CLOSED) ?? [];
  if (!date) return null;
  if (year) return real(date, month, year.length === 2 ? `20${year}` : year);
  const now = new Date();
  const near = [-1, 0, 1].map((step) => real(date, month, now.getFullYear() + step)).filter(Boolean);
  return near.sort((one, other) => Math.abs(one - now) - Math.abs(other - now))[0] ?? null;
}

// 31/02 is no day of March.
function real(date, month, year) {
  const day = new Date(Number(year), month - 1, Number(date));
  return day.getDate() === Number(date) && day.getMonth() === month - 1 ? day : null;
}

function writeOut(field) {
  const day = dayOf(field.value.trim());
  if (!day || field.value === written(day)) return;
  field.value = written(day);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The browser's own field lives only as long as its calendar is open.
function openCalendar(field) {
  field.parentElement.querySelector("input[type=date]")?.remove();
  const own = document.createElement("input");
  const day = dayOf(field.value.trim());
  own.type = "date";
  own.tabIndex = -1;
  own.setAttribute("aria-hidden", "true");
  if (day) own.value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  own.addEventListener("input", (event) => event.stopPropagation());
  own.addEventListener("change", (event) => {
    event.stopPropagation();
    if (!own.valueAsDate) return;
    const [year, month, date] = own.value.split("-");
    field.value = `${date}/${month}/${year}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  field.parentElement.append(own);
  own.showPicker ? own.showPicker() : own.focus();
}

function enhance(field) {
  const whole = document.createElement("span");
  const button = document.createElement("button");
  const name = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.firstChild.textContent.trim();
  const drawing = document.querySelector(".icon use")?.getAttribute("href").split("#")[0];
  field.dataset.day = "on";
  whole.className = "day";
  button.type = "button";
  button.title = document.body.dataset.wordCalendar;
  button.setAttribute("aria-label", [button.title, name].filter(Boolean).join(": "));
  button.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${drawing}#calendar"></use></svg>`;
  button.addEventListener("click", () => openCalendar(field));
  field.before(whole);
  whole.append(field, button);
  field.addEventListener("change", () => writeOut(field));
}

const start = (scope) => scope.querySelectorAll("input[data-day='']").forEach(enhance);

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
