// A file dropped on the block is as one chosen in its field; an upload by htmx shows how far it is.

const brings = (event) => event.dataTransfer.types.includes("Files");

function arm(block) {
  const field = block.querySelector("input[type=file]");
  const bar = block.querySelector("progress");
  const chosen = block.querySelector("[data-chosen]");
  const mark = (is) => block.classList.toggle("over", is);

  // What was refused or never arrived is not the chosen file; what a field itself sent on is listed
  // above it, and must not go with the form once more.
  function forget() {
    field.value = "";
    chosen.textContent = "";
  }

  block.classList.add("armed");
  field.addEventListener("change", () => {
    chosen.textContent = [...field.files].map((file) => `${file.name} · ${size(file.size)}`).join("; ");
  });
  block.addEventListener("dragover", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    mark(true);
  });
  block.addEventListener("dragleave", (event) => block.contains(event.relatedTarget) || mark(false));
  block.addEventListener("drop", (event) => {
    if (!brings(event)) return;
    event.preventDefault();
    mark(false);
    const taken = new DataTransfer();
    for (const file of [...event.dataTransfer.files].slice(0, field.multiple ? undefined : 1)) taken.items.add(file);
    field.files = taken.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });

  document.addEventListener("htmx:xhr:progress", (event) => {
    if (!event.target.contains(block) && !block.contains(event.target)) return;
    bar.hidden = !field.files.length;
    if (event.detail.lengthComputable) bar.value = (100 * event.detail.loaded) / event.detail.total;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.target.contains(block) && !block.contains(event.target)) return;
    bar.hidden = true;
    if (!event.detail.successful || field.hasAttribute("hx-post")) forget();
  });
  // A page that comes back without its script's memory must not show a file that nobody has.
  addEventListener("pageshow", () => field.files.length || forget());
}

const start = (scope) => scope.querySelectorAll("[data-drop]:not(.armed)").forEach(arm);

start(document);
document.addEventListener("htmx:load", (event) => start(event.target));

// A file that misses the block must not replace the page; words may be drawn into a field.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => brings(event) && event.preventDefault());

// As the server writes it: 1024 bytes are a KB.
function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 999.5 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 ** 2).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 })} MB`;
}
