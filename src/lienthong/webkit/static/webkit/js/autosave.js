// Forms keep themselves as typed (`data-autosave="key"`), in this browser, for the signed-in person.
// A draft comes back when the page is opened again, and is forgotten when the server says that its
// work is done (`data-autosave-done="key key"`), when it is put away by hand, or after a week. What is
// secret (`data-secret`, passwords) and files are never kept.

const PREFIX = "lienthong:draft:";
const WEEK = 7 * 24 * 3600 * 1000;
const words = document.body.dataset;
const nameOf = (key) => `${PREFIX}${words.owner ?? ""}:${key}`;
const skipped = (field) =>
  !field.name || field.disabled || ["password", "file", "hidden", "submit", "button"].includes(field.type) || "secret" in field.dataset || field.closest("[data-recipients]");

function forgetOld() {
  for (const name of Object.keys(localStorage).filter((each) => each.startsWith(PREFIX))) {
    const draft = read(name);
    if (!draft || Date.now() - draft.at > WEEK) localStorage.removeItem(name);
  }
}

function read(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

function save(form) {
  const values = [...form.elements].filter((field) => !skipped(field)).map(valueOf);
  try {
    const draft = { at: Date.now(), values, recipients: blocksOf(form).map(chipsOf) };
    localStorage.setItem(nameOf(form.dataset.autosave), JSON.stringify(draft));
  } catch {
    return; // no room or no storage: typing must go on
  }
  const place = form.querySelector("[data-autosave-state]");
  if (place) place.textContent = `${words.wordSaved} ${hour(Date.now())}.`;
}

const blocksOf = (form) => [...form.querySelectorAll("[data-recipients]")];
const chipsOf = (block) => [...block.querySelectorAll("[data-chips] [data-recipient]")].map(chipOf);
const chipOf = (chip) => ({
  key: chip.querySelector("[name=recipient]").value,
  role: chip.querySelector("[name=role]").value,
  name: chip.querySelector(".name").textContent,
  route: chip.querySelector(".route").textContent.replace(/^· /, ""),
  warning: chip.title,
});
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
const valueOf = (field) => [field.name, isTicked(field) ? field.value : "", isTicked(field) ? field.checked : chosen(field)];
const chosen = (field) => (field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value);
// As every time on the page: that of Vietnam, wherever the browser thinks it is.
const hour = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });

function giveBack(form) {
  const draft = read(nameOf(form.dataset.autosave));
  if (!draft) return;
  const kept = new Map(draft.values.map(([name, of, value]) => [`${name}\n${of}`, value]));
  let changed = false;
  for (const field of [...form.elements].filter((each) => !skipped(each))) {
    const [name, of, now] = valueOf(field);
    const value = kept.get(`${name}\n${of}`);
    if (value === undefined || String(value) === String(now)) continue;
    put(field, value);
    changed = true;
  }
  blocksOf(form).forEach((block, index) => {
    const chips = JSON.stringify(draft.recipients?.[index] ?? []);
    if (!draft.recipients || chips === JSON.stringify(chipsOf(block))) return;
    block.dataset.restore = chips; // recipients.js, which starts later, puts them up
    changed = true;
  });
  if (changed) tell(form, draft.at);
}

function put(field, value) {
  if (isTicked(field)) field.checked = value;
  else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function tell(form, at) {
  const line = document.createElement("p");
  const button = document.createElement("button");
  line.className = "hint restored";
  line.setAttribute("role", "status");
  button.type = "button";
  button.className = "link";
  button.textContent = words.wordDiscard;
  button.addEventListener("click", () => {
    form.dataset.discarded = "yes";
    localStorage.removeItem(nameOf(form.dataset.autosave));
    location.reload();
  });
  line.append(`${words.wordRestored} ${hour(at)}. `, button);
  form.prepend(line);
}

function start(scope) {
  const done = [...scope.querySelectorAll("[data-autosave-done]"), ...(scope.matches?.("[data-autosave-done]") ? [scope] : [])];
  const keys = done.flatMap((mark) => mark.dataset.autosaveDone.split(" "));
  for (const key of keys) localStorage.removeItem(nameOf(key));
  for (const form of scope.querySelectorAll("form[data-autosave]")) {
    if (form.dataset.autosaveOn) continue;
    form.dataset.autosaveOn = "yes";
    giveBack(form);
    let waiting = 0;
    const keep = () => {
      clearTimeout(waiting);
      waiting = 0;
      save(form);
    };
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(keep, 400);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    addEventListener("pagehide", () => waiting && !form.dataset.discarded && keep());
    form.addEventListener("submit", keep);
  }
}

forgetOld();
start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
