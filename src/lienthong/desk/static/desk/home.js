// When a row was done in place: the next row has the turn, and the group's number falls with it.
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = event.target.closest?.("[data-row]") ?? event.detail.target?.closest?.("[data-row]");
  if (!row || event.detail.xhr.status >= 300) return;
  const rows = [...document.querySelectorAll("[data-rows] [data-row]")];
  const next = rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1];
  const group = row.closest("[data-group]");
  add(group.querySelector("[data-group-count]"), -1);
  for (const count of document.querySelectorAll("[aria-current=page] .count, [href^='/van-ban-den/'] .count")) add(count, -1);
  add(document.querySelector("[data-accepted-today]"), 1);
  setTimeout(() => {
    next?.setAttribute("data-here", "");
    next?.querySelector("[data-open]")?.focus({ preventScroll: true });
    if (!group.querySelector("[data-row]")) group.remove();
    document.querySelector("[data-nothing]").hidden = Boolean(document.querySelector("[data-group]"));
  });
});

// The number stands first, in groups ("1.274"); what is only read aloud follows it.
function add(place, step) {
  const number = place?.firstChild;
  if (!number) return;
  const now = Math.max(0, Number(number.textContent.replace(/\D/g, "")) + step);
  number.textContent = now.toLocaleString(document.documentElement.lang);
  if (!now && place.matches(".count")) place.remove();
}
