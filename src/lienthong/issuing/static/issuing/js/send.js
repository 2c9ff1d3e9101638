// "Dùng như trên văn bản" puts what was read on the page into its field; the check runs again.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#dung:']");
  if (!link) return;
  event.preventDefault();
  const [name, text] = JSON.parse(decodeURIComponent(link.hash.slice("#dung:".length)));
  const field = document.forms.send?.elements[name];
  if (!field) return;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
