// A passkey that is not there, or was not given: said on the page, where it would only be logged.
document.addEventListener("allauth.error", (event) => {
  const words = document.querySelector("[data-passkey-failed]");
  if (!words) return;
  event.preventDefault();
  words.hidden = false;
});
