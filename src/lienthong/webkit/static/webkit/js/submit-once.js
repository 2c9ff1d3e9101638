// A form sent twice is one act. `data-once` stops the second press; the hidden key that the server
// put into the form (`once_key`) makes even two arrivals one.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-once]") || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  // After this event, or the pressed button's own name would not be sent.
  setTimeout(() => hold(form, true));
});

function hold(form, is) {
  for (const button of form.querySelectorAll("button:not([type=button])")) {
    button.disabled = is;
    button.classList.toggle("busy", is);
  }
}

function release(form) {
  delete form.dataset.sent;
  hold(form, false);
}

// Back to a page kept by the browser, or an answer that left the form standing: it may be sent again.
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-sent]");
  if (form?.isConnected) release(form);
});
