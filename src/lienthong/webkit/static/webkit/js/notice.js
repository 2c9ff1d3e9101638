// What a script says stands where notices stand, in words that the page brought along.

// retry: what to do when the person presses `again`; such a notice is not replaced by one that only says.
export function say(text, { again = "", retry = null } = {}) {
  const place = document.getElementById("notices");
  if (!place || (!retry && place.querySelector("[data-again]"))) return;
  const notice = document.createElement("div");
  notice.className = "notice stop";
  notice.setAttribute("role", "alert");
  const line = document.createElement("p");
  line.textContent = text;
  notice.append(line);
  if (retry) notice.append(buttonOf(again, retry));
  place.replaceChildren(notice);
  notice.scrollIntoView({ block: "nearest" });
  notice.querySelector("button")?.focus({ preventScroll: true });
}

function buttonOf(text, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button small";
  button.dataset.again = "";
  button.textContent = text;
  button.addEventListener("click", press);
  return button;
}
