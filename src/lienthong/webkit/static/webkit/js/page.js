// Small habits of every page: notices that close, panels that close, and a word when the server fails.

import { say } from "./notice.js";

const words = document.body.dataset;

document.addEventListener("click", (event) => {
  event.target.closest("[data-close]")?.closest(".notice")?.remove();
  const scrim = event.target.closest("details.person, details.filter, .bar details");
  for (const open of document.querySelectorAll("details.person[open], details.filter[open], .bar details[open]")) {
    if (open !== scrim) open.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const open of document.querySelectorAll("details.person[open], details.filter[open], .bar details[open]")) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

// Whether htmx itself puts the answer into the page; a refusal comes as a notice.
function isShown(status) {
  const rules = JSON.parse(document.querySelector("meta[name=htmx-config]").content).responseHandling;
  return rules.find((rule) => new RegExp(`^(${rule.code})$`).test(status))?.swap ?? false;
}

// What a whole page of refusal says, for the place of notices.
function sentencesOf(answer) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  return [...page.querySelectorAll("h1, h1 ~ p:not(:has(a, button))")].map((part) => part.textContent.trim().replace(/[^.?!…]$/, "$&.")).join(" ");
}

document.addEventListener("htmx:sendError", () => say(words.wordLost));
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status >= 500) say(words.wordFailed);
  else if (!isShown(status)) say(sentencesOf(event.detail.xhr.responseText) || words.wordFailed);
});

// A field that takes no more says so: a browser drops the end of what is pasted without a word.
document.addEventListener("input", (event) => {
  const field = event.target;
  if (!(field.maxLength > 0) || field.type === "date" || !field.closest(".field")) return;
  const place = field.closest(".field");
  const told = place.querySelector("[data-full]");
  if (field.value.length < field.maxLength || field.maxLength < 40) return told?.remove();
  if (told) return;
  const line = document.createElement("p");
  line.className = "hint";
  line.dataset.full = "";
  line.setAttribute("role", "status");
  line.textContent = words.wordFull.replace("{count}", field.maxLength);
  place.append(line);
});

// A refusal beside its fields: the first of them is where one goes on.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches?.(".refused")) return;
  event.target.closest("form")?.querySelector("textarea, input:not([type=hidden]), select")?.focus();
});

// What asks once more goes on at its first field, so that a key that opened it leads somewhere.
document.addEventListener("toggle", (event) => {
  if (!event.target.open || !event.target.matches("details.confirm")) return;
  const inside = (kind) => event.target.querySelector(kind);
  (inside("textarea") ?? inside("input:not([type=hidden]), select, button"))?.focus();
}, true);

// A refusal is shown where notices stand, perhaps far above the button.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.getResponseHeader("HX-Retarget") === "#notices") {
    document.getElementById("notices")?.scrollIntoView({ block: "nearest" });
  }
});

// A form that came back with what is wrong in it is gone on with where the first error stands.
document.addEventListener("htmx:afterSettle", (event) => {
  const form = event.target;
  if (form.matches?.("form[data-in-place]")) form.querySelector("[aria-invalid=true]")?.focus();
});

// A group of boxes (`data-ticks` is their name): all or none at one press, and how many are ticked.
const boxesOf = (group) => [...group.querySelectorAll(`input[type=checkbox][name="${group.dataset.ticks}"]`)];

function sayTicked(group) {
  const all = boxesOf(group);
  const said = group.querySelector("[data-ticked]");
  if (!said) return;
  said.querySelector("b").textContent = `${all.filter((box) => box.checked).length}/${all.length}`;
  said.hidden = false;
}

function startTicks() {
  for (const group of document.querySelectorAll("[data-ticks]")) {
    group.querySelectorAll("[data-tick]").forEach((press) => { press.hidden = false; });
    sayTicked(group);
  }
}

document.addEventListener("click", (event) => {
  const press = event.target.closest("[data-tick]");
  if (!press) return;
  event.preventDefault();
  const group = press.closest("[data-ticks]");
  for (const box of boxesOf(group)) box.checked = press.dataset.tick === "all";
  group.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const group = event.target.closest("[data-ticks]");
  if (group) sayTicked(group);
});

addEventListener("pageshow", startTicks);
