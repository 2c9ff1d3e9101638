// The SHA-256 of a file is made here, on the reader's machine; only the 64 letters go out.
// Without it (no script, or no secure connection) the form sends the file, as it says.
const MOST = 500 * 1024 * 1024;
const form = document.querySelector("[data-check]");

if (form && globalThis.crypto?.subtle) {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-status]");
  form.querySelector("[data-local]").hidden = false;
  form.querySelector("[data-sent]").hidden = true;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.files.length) check(input.files[0], status);
  });
  input.addEventListener("change", () => {
    if (input.files.length) check(input.files[0], status);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) check(event.dataTransfer.files[0], status);
    });
  }
}

async function check(file, status) {
  if (file.size > MOST) {
    status.textContent = form.dataset.wordLarge;
    return;
  }
  status.textContent = form.dataset.wordWorking;
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const text = [...digest].map((one) => one.toString(16).padStart(2, "0")).join("");
    location.assign(`${form.getAttribute("action")}?ma=${text}#ket-qua`);
  } catch {
    status.textContent = form.dataset.wordUnread;
  }
}
