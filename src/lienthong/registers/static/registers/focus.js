// A panel opened by its key or button puts the cursor where one writes.
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches("[data-focus-inside]")) event.target.querySelector("textarea")?.focus();
}, true);
