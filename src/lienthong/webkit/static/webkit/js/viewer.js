// A PDF in the page: every page gets its place at once, its picture when it comes near, its text for
// selecting and searching. Signatures are marked, the ĐẾN box lies on page 1, and a field read from
// the file (`data-read-at`) lights its place while it has the focus. The file itself is never changed.

import { boxesOf, freePlace } from "./free-place.js";

const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const POINTS_PER_MM = 72 / 25.4;
const STAMP_UNIT = (48 * POINTS_PER_MM) / 172; // 172 px of the ĐẾN box are 48 mm of the page
const TEXT_PAGES = 60; // text of pages beyond this waits until they come near

// Library and file together are larger than all the rest of a page: a phone that only reads the
// state of a document never fetches them. So far into the window the viewer has to come, in pixels.
const IN_SIGHT = "-120px 0px";
const PHONE = matchMedia("(max-width: 900px)");

for (const place of document.querySelectorAll("[data-viewer]")) {
  if (PHONE.matches) openInSight(place);
  else open(place);
}

function openInSight(place) {
  const sight = new IntersectionObserver((seen) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    sight.disconnect();
    open(place);
  }, { rootMargin: IN_SIGHT });
  place.dataset.state = "waiting"; // has the height of a page by then: one can scroll to it
  sight.observe(place);
}

async function open(place) {
  place.dataset.state = "opening";
  const assets = new URL(place.dataset.assets, location.href).href;
  try {
    const pdfjs = await import(place.dataset.library);
    pdfjs.GlobalWorkerOptions.workerSrc = place.dataset.worker;
    const file = await pdfjs.getDocument({
      url: place.dataset.viewer,
      cMapUrl: `${assets}cmaps/`,
      standardFontDataUrl: `${assets}standard_fonts/`,
      wasmUrl: `${assets}wasm/`,
      iccUrl: `${assets}iccs/`,
      isEvalSupported: false,
      enableXfa: false,
    }).promise;
    await new Viewer(place, pdfjs, file).start();
  } catch (error) {
    fail(place, error);
  }
}

function fail(place, error) {
  const line = document.createElement("p");
  line.className = "empty";
  line.setAttribute("role", "alert");
  line.textContent = place.dataset.wordFailed;
  place.querySelector("[data-pages]").replaceChildren(line);
  place.dataset.state = "failed";
  console.warn("pdf:", error.message);
}

class Viewer {
  constructor(place, pdfjs, file) {
    this.place = place;
    this.pdfjs = pdfjs;
    this.file = file;
    this.pages = place.querySelector("[data-pages]");
    this.pageOf = place.querySelector("[data-page-of]");
    this.view = JSON.parse(place.dataset.view);
    this.arrival = place.querySelector("[data-arrival]");
    this.zoom = 1;
    this.sheets = [];
  }

  async start() {
    const first = await this.file.getPage(1);
    for (let number = 1; number <= this.file.numPages; number += 1) this.sheets.push(this.sheet(number, first));
    this.pages.replaceChildren(...this.sheets.map((sheet) => sheet.box));
    this.watch();
    this.armTools();
    this.fit();
    this.place.dataset.state = "ready";
    new ResizeObserver(() => this.fit()).observe(this.pages);
    for (const sheet of this.sheets.slice(0, TEXT_PAGES)) await this.writeText(sheet);
    this.place.dataset.text = "ready";
  }

  // Pages are nearly always of one size: the first one's size holds until a page is read.
  sheet(number, like) {
    const box = document.createElement("div");
    box.className = "viewer-page";
    box.dataset.page = number;
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", `${this.place.dataset.wordPage} ${number}`);
    return { number, box, like, page: number === 1 ? like : null, drawnAt: 0, text: null, drawing: null };
  }

  watch() {
    const near = new IntersectionObserver((seen) => {
      for (const { target, isIntersecting } of seen) {
        const sheet = this.sheets[target.dataset.page - 1];
        sheet.isNear = isIntersecting;
        if (isIntersecting) this.draw(sheet);
        else this.drop(sheet);
      }
    }, { rootMargin: "800px 0px" });
    for (const sheet of this.sheets) near.observe(sheet.box);
    for (const target of [this.pages, document]) target.addEventListener("scroll", () => this.count(), { passive: true });
  }

  armTools() {
    for (const button of this.place.querySelectorAll("[data-zoom]")) {
      button.hidden = false;
      button.addEventListener("click", () => this.zoomBy(button.dataset.zoom));
    }
    document.addEventListener("focusin", (event) => this.light(event.target.closest("[data-read-at]")));
  }

  zoomBy(how) {
    const ladder = how === "in" ? STEPS : [...STEPS].reverse();
    const next = ladder.find((step) => (how === "in" ? step > this.zoom + 0.01 : step < this.zoom - 0.01));
    this.zoom = how === "fit" ? 1 : (next ?? this.zoom);
    this.fit(true);
  }

  fit(force = false) {
    const style = getComputedStyle(this.pages);
    const width = this.pages.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    if (width <= 0 || (!force && Math.abs(width - this.width) < 2)) return;
    const kept = this.pages.scrollHeight ? this.pages.scrollTop / this.pages.scrollHeight : 0;
    this.width = width;
    for (const sheet of this.sheets) {
      this.size(sheet);
      sheet.drawnAt = 0;
      if (sheet.isNear) this.draw(sheet);
    }
    this.pages.scrollTop = kept * this.pages.scrollHeight;
    this.count();
  }

  size(sheet) {
    const natural = (sheet.page ?? sheet.like).getViewport({ scale: 1 });
    // Whole pixels, so that the picture is not stretched and letters stay sharp.
    const width = Math.floor(this.width * this.zoom);
    sheet.scale = width / natural.width;
    sheet.box.style.width = `${width}px`;
    sheet.box.style.height = `${Math.floor(natural.height * sheet.scale)}px`;
    sheet.box.style.setProperty("--total-scale-factor", sheet.scale);
    sheet.box.style.setProperty("--scale-round-x", "1px");
    sheet.box.style.setProperty("--scale-round-y", "1px");
  }

  async read(sheet) {
    if (!sheet.page) {
      sheet.page = await this.file.getPage(sheet.number);
      this.size(sheet);
    }
    return sheet.page;
  }

  async draw(sheet) {
    await this.read(sheet);
    if (!sheet.isNear || sheet.drawnAt === sheet.scale) return; // scrolled past while it was read
    sheet.drawnAt = sheet.scale;
    sheet.drawing?.cancel();
    const sharp = Math.min(devicePixelRatio || 1, 2);
    const viewport = sheet.page.getViewport({ scale: sheet.scale * sharp });
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute("aria-hidden", "true");
    sheet.drawing = sheet.page.render({ canvas, viewport });
    try {
      await sheet.drawing.promise;
    } catch (error) {
      if (error instanceof this.pdfjs.RenderingCancelledException) return;
      throw error;
    }
    sheet.box.querySelector("canvas")?.remove();
    sheet.box.prepend(canvas);
    sheet.box.dataset.drawn = "yes";
    await this.writeText(sheet);
    this.overlay(sheet);
  }

  // Pictures of pages far away are let go, so that memory does not grow with the document.
  drop(sheet) {
    sheet.drawing?.cancel();
    sheet.drawnAt = 0;
    sheet.box.querySelector("canvas")?.remove();
    delete sheet.box.dataset.drawn;
  }

  async writeText(sheet) {
    if (sheet.text) return;
    sheet.text = document.createElement("div");
    sheet.text.className = "text-layer";
    const page = await this.read(sheet);
    const viewport = page.getViewport({ scale: sheet.scale });
    await new this.pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: sheet.text, viewport }).render();
    sheet.box.append(sheet.text);
  }

  overlay(sheet) {
    sheet.box.querySelectorAll(".mark").forEach((old) => old.remove());
    const marks = this.view.marks.filter((each) => each.page === sheet.number);
    marks.forEach((mark, index) => sheet.box.append(this.mark(sheet, mark, index % 2 ? "left" : "right")));
    if (sheet.number === 1 && this.arrival) this.stamp(sheet);
  }

  // A seal overlaps its signature, so their words stand on different sides.
  mark(sheet, { box, state, text }, side) {
    const frame = this.frame(sheet, box, `mark ${state} ${side}`);
    const label = document.createElement("span");
    const words = document.createElement("span");
    // Only the icon is drawn until one points at it, so that it covers no word of the document.
    words.className = "words";
    words.textContent = text;
    label.tabIndex = 0;
    label.setAttribute("role", "img");
    label.setAttribute("aria-label", text);
    label.append(this.drawing(state), words);
    frame.append(label);
    return frame;
  }

  frame(sheet, box, name) {
    const viewport = sheet.page.getViewport({ scale: sheet.scale });
    const [x1, y1, x2, y2] = viewport.convertToViewportRectangle(box);
    const frame = document.createElement("div");
    frame.className = name;
    frame.style.left = `${Math.min(x1, x2)}px`;
    frame.style.top = `${Math.min(y1, y2)}px`;
    frame.style.width = `${Math.abs(x2 - x1)}px`;
    frame.style.height = `${Math.abs(y2 - y1)}px`;
    return frame;
  }

  drawing(state) {
    const names = { valid: "circle-check", invalid: "circle-x", unknown: "help-circle", unsigned: "circle-minus" };
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${this.place.dataset.sprite}#${names[state]}`);
    svg.append(use);
    return svg;
  }

  async stamp(sheet) {
    sheet.box.append(this.arrival);
    this.stampPlace ??= await this.placeOfStamp(sheet);
    const { left, top, scale } = this.stampPlace;
    this.arrival.style.left = `${left * sheet.scale}px`;
    this.arrival.style.top = `${top * sheet.scale}px`;
    this.arrival.style.transform = `scale(${STAMP_UNIT * scale * sheet.scale})`;
    this.arrival.dataset.placed = "yes";
  }

  // Dense letters leave no blank where a stamp is expected: the nearest that covers no word is taken.
  async placeOfStamp(sheet) {
    const viewport = sheet.page.getViewport({ scale: 1 });
    const boxes = boxesOf(await sheet.page.getTextContent(), viewport);
    const marks = this.view.marks.filter((mark) => mark.page === 1);
    for (const { box } of marks) {
      const [x1, y1, x2, y2] = viewport.convertToViewportRectangle(box);
      boxes.push([Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]);
    }
    const [left, top] = this.view.arrival.map((each) => each * POINTS_PER_MM);
    const size = { width: this.arrival.offsetWidth * STAMP_UNIT, height: this.arrival.offsetHeight * STAMP_UNIT };
    return freePlace(viewport, size, boxes, { left, top });
  }

  light(field) {
    this.pages.querySelectorAll(".lit").forEach((old) => old.remove());
    if (!field) return;
    const { page, box } = JSON.parse(field.dataset.readAt);
    const sheet = this.sheets[page - 1];
    if (!sheet?.page) return;
    const frame = this.frame(sheet, box, "lit");
    sheet.box.append(frame);
    frame.scrollIntoView({ block: "nearest" });
  }

  count() {
    // On a phone the whole page scrolls: what counts is the middle of what is seen of the pages.
    const { top, bottom } = this.pages.getBoundingClientRect();
    const line = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const here = this.sheets.findLast((sheet) => sheet.box.getBoundingClientRect().top <= line) ?? this.sheets[0];
    this.pageOf.textContent = `${this.place.dataset.wordPage} ${here.number}/${this.sheets.length}`;
  }
}
