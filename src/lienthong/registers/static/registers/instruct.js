// The leader's taps: a phrase goes into the opinion, a unit takes the next role, a day opens its field.
// Without this file phrases are ticks, roles are selects, and the day is always there.

const opinion = document.querySelector("[name=text]");

for (const box of document.querySelectorAll("[data-phrases] input")) {
  box.addEventListener("change", () => {
    box.checked = false;
    const said = opinion.value.trim();
    if (!said.includes(box.value)) opinion.value = said ? `${said} ${box.value}` : box.value;
    opinion.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

const parts = [...document.querySelectorAll("[data-part]")].map(enhance);

function enhance(chip) {
  const select = chip.querySelector("select");
  const button = document.createElement("button");
  const word = document.createElement("em");
  const name = document.createElement("span");
  name.textContent = chip.querySelector(".name").textContent;
  button.type = "button";
  button.className = "chip part";
  button.append(name, word);
  button.addEventListener("click", () => {
    select.selectedIndex = next(select);
    show();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  });
  select.addEventListener("input", show);
  function show() {
    const chosen = select.selectedIndex > 0;
    word.textContent = chosen ? select.options[select.selectedIndex].text : "";
    button.classList.toggle("on", chosen);
    button.classList.toggle("lead", select.value === "lead");
    button.setAttribute("aria-pressed", String(chosen));
  }
  chip.after(button);
  chip.hidden = true;
  show();
  return select;
}

// The first tap gives the lead, when nobody has it yet; there is one lead only.
function next(select) {
  const taken = parts.some((other) => other !== select && other.value === "lead");
  const at = (select.selectedIndex + 1) % select.options.length;
  return taken && select.options[at].value === "lead" ? at + 1 : at;
}

const day = document.querySelector("[data-other-day-field]");
const choice = document.querySelector("[data-other-day]");
const showDay = () => (day.hidden = !choice.checked);
for (const radio of document.querySelectorAll("[name=due]")) radio.addEventListener("change", showDay);
showDay();
