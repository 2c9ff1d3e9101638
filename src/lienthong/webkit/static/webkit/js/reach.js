// A plain form leaves the page only when the server answers. A browser would put a page of its own in its
// place, and chosen files would be gone. Forms of htmx stay anyway.

import { say } from "./notice.js";

const PATIENCE = 2000; // milliseconds; what takes longer is slow, and the form goes as ever
const words = document.body.dataset;

// Before other listeners: a form that stays must not count as sent.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[method=post]:not([hx-post])")) return;
  if (form.dataset.reach === "answered") {
    delete form.dataset.reach;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (form.dataset.reach) return;
  form.dataset.reach = "asked";
  send(form, event.submitter);
}, true);

async function send(form, button) {
  const isThere = await answers();
  delete form.dataset.reach;
  if (!isThere) {
    say(words.wordLost, { again: words.wordAgain, retry: () => form.requestSubmit(button) });
    return;
  }
  form.dataset.reach = "answered";
  form.requestSubmit(button);
  delete form.dataset.reach; // a field that may not be empty kept it here
}

// A proxy whose server is away says so with one of these.
const isAway = (status) => [502, 503, 504].includes(status);

async function answers() {
  const limit = new AbortController();
  const late = setTimeout(() => limit.abort(), PATIENCE);
  try {
    const answer = await fetch("/healthz", { cache: "no-store", signal: limit.signal });
    return !isAway(answer.status);
  } catch (error) {
    return error.name === "AbortError";
  } finally {
    clearTimeout(late);
  }
}
