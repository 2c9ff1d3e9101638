// Nơi nhận: two letters of an agency or a group, chosen by keyboard or mouse, each with its role.
// Chips hold their own hidden fields, so that the form is the same as without this file.

for (const block of document.querySelectorAll("[data-recipients]")) enhance(block);

function enhance(block) {
  const chips = block.querySelector("[data-chips]");
  const plain = block.querySelector("[data-plain]");
  const input = block.querySelector("[role=combobox]");
  const list = block.querySelector("[role=listbox]");
  const said = block.querySelector("[data-said]");
  const left = block.querySelector("[data-left]");
  const lateOut = block.querySelector("[data-late-out]");
  const blank = block.querySelector("template").content.firstElementChild;
  let items = [];
  let found = ""; // the words that `items` answer
  let hurried = ""; // the words whose first answer is taken as soon as it is there
  let at = -1;
  let asking;

  block.querySelector("[data-combo]").hidden = false;
  input.id = plain.id;
  plain.remove();
  chips.querySelectorAll("[data-recipient]").forEach(arm);

  function arm(chip) {
    chip.querySelector("[data-plain-only]")?.remove();
    const remove = chip.querySelector("[data-remove]");
    remove.hidden = false;
    remove.addEventListener("click", () => {
      chip.remove();
      input.focus();
      changed();
    });
  }

  // A list from a letter: every name at once, and what leads to nobody stays to be read.
  input.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replaceAll(";", "\n");
    if (text.trim().split(/\s*\n\s*/).length < 2) return;
    event.preventDefault();
    close();
    addNamed(text);
  });

  // Sends the names of `kept` fields and what else there is to say; answers what the server knows.
  async function told(kept, more) {
    const body = new FormData(block.closest("form"));
    for (const name of [...body.keys()]) if (!["csrfmiddlewaretoken", ...kept].includes(name)) body.delete(name);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    left.replaceChildren();
    input.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(block.dataset.url, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      return await answer.json();
    } finally {
      input.removeAttribute("aria-busy");
    }
  }

  async function addNamed(names) {
    try {
      const { items, unknown } = await told([], { names });
      const fresh = items.filter((item) => !has(item.key));
      for (const item of fresh) put(item, item.role);
      if (fresh.length) changed();
      said.textContent = `${block.dataset.wordAdded} ${fresh.length}.`;
      left.replaceChildren(...unknown.map(lineOf));
    } catch {
      left.replaceChildren(lineOf(block.dataset.wordFailed));
      input.value = names.split("\n").join("; ");
    }
    input.focus();
  }

  // Those that cannot be sent to go at one press; what they were stays to be read.
  lateOut.querySelector("button").addEventListener("click", async () => {
    try {
      const { items, unknown } = await told(["recipient", "role"], { act: "only-ready" });
      putBack(items);
      block.querySelectorAll("[data-warned]").forEach((line) => line.remove());
      left.replaceChildren(...unknown.map(lineOf));
    } catch {
      left.replaceChildren(lineOf(block.dataset.wordFailed));
    }
    input.focus();
  });
  const showLateOut = () => (lateOut.hidden = !chips.querySelector(".warn"));
  new MutationObserver(showLateOut).observe(chips, { childList: true });
  showLateOut();

  function lineOf(text) {
    const line = document.createElement("p");
    line.className = "hint";
    line.textContent = text;
    return line;
  }

  const changed = () => chips.dispatchEvent(new Event("change", { bubbles: true }));
  const has = (key) => [...chips.querySelectorAll("[name=recipient]")].some((field) => field.value === key);

  function add(item) {
    if (has(item.key)) {
      said.textContent = `${item.name}: ${block.dataset.wordChosen}`;
    } else {
      put(item);
      changed();
    }
    input.value = "";
    close();
  }

  function put(item, kept = "") {
    const chip = blank.cloneNode(true);
    const remove = chip.querySelector("[data-remove]");
    const role = chip.querySelector("select");
    chip.querySelector("[name=recipient]").value = item.key;
    chip.querySelector(".name").textContent = item.name;
    chip.querySelector(".route").textContent = item.route ? `· ${item.route}` : "";
    chip.classList.toggle("warn", Boolean(item.warning));
    if (item.warning) chip.title = item.warning;
    remove.setAttribute("aria-label", `${remove.getAttribute("aria-label").trim()} ${item.name}`);
    role.setAttribute("aria-label", `${role.getAttribute("aria-label").trim()} ${item.name}`);
    role.value = kept || chips.querySelector("[data-recipient]:last-child select")?.value || role.value;
    arm(chip);
    chips.append(chip);
  }

  function putBack(items) {
    chips.replaceChildren();
    for (const item of items) put(item, item.role);
    changed();
  }

  function close() {
    list.hidden = true;
    at = -1;
    items = [];
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function show() {
    list.replaceChildren(...(items.length ? items.map(option) : [nothing()]));
    list.hidden = false;
    said.textContent = items.length ? `${items.length} ${block.dataset.wordFound}` : block.dataset.wordNothing;
    input.setAttribute("aria-expanded", "true");
    point(items.length ? 0 : -1);
  }

  function nothing() {
    const line = document.createElement("li");
    line.className = "nothing";
    line.setAttribute("role", "presentation");
    line.textContent = block.dataset.wordNothing;
    return line;
  }

  function option(item, index) {
    const line = document.createElement("li");
    const detail = document.createElement("span");
    line.id = `${list.id}-${index}`;
    line.setAttribute("role", "option");
    detail.className = "sub";
    const chosen = has(item.key) && block.dataset.wordChosen;
    detail.textContent = [item.detail, item.warning, chosen].filter(Boolean).join(" · ");
    line.append(item.name, detail);
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      add(item);
    });
    return line;
  }

  function point(index) {
    at = index;
    [...list.children].forEach((line, each) => line.setAttribute("aria-selected", String(each === index)));
    if (index >= 0) {
      input.setAttribute("aria-activedescendant", `${list.id}-${index}`);
      list.children[index].scrollIntoView({ block: "nearest" });
    }
  }

  async function ask(words) {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(block.dataset.url, location.href);
    address.searchParams.set("q", words);
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      items = (await answer.json()).items;
      found = words;
      if (input.value.trim() !== words || document.activeElement !== input) return;
      show();
      if (hurried === words && items.length) add(items[0]);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  let waiting;
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    clearTimeout(waiting);
    hurried = "";
    const words = input.value.trim();
    if (words.length < 2) return close();
    waiting = setTimeout(() => ask(words), 150);
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter") {
      event.preventDefault();
      // Who types fast takes the first of what was typed, not of a list that answers fewer letters.
      if (found !== input.value.trim()) hurried = input.value.trim();
      else if (items[at]) add(items[at]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (items.length) point((at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === "Backspace" && !input.value) {
      chips.querySelector("[data-recipient]:last-child [data-remove]")?.click();
    }
  });

  // A draft kept by autosave.js; it is put up when everything here stands.
  if (block.dataset.restore) putBack(JSON.parse(block.dataset.restore));
}
