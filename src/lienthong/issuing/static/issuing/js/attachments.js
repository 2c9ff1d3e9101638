// Files that arrived stand in the list above their field; the field must not send them once more.

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id === "attachments" && event.detail.successful) event.target.value = "";
});
