// Where the ĐẾN box may lie on a page: a place that covers no line of text, near where a stamp
// is expected. Lengths are in points; boxes are [left, top, right, bottom] from the upper left corner.

const STEP = 6;
const SIZES = [1, 0.85, 0.7]; // a smaller box before one that lies on words
const REACH = 0.55; // stamps stand in the upper half of a page

export function boxesOf(content, viewport) {
  return content.items.filter((item) => item.str?.trim()).map((item) => boxOf(item, viewport));
}

function boxOf(item, viewport) {
  const [, , slantX, slantY, x, y] = item.transform;
  const height = Math.hypot(slantX, slantY) || item.height;
  const [left, top, right, bottom] = viewport.convertToViewportRectangle([x, y - height * 0.25, x + item.width, y + height * 0.85]);
  return [Math.min(left, right), Math.min(top, bottom), Math.max(left, right), Math.max(top, bottom)];
}

// page, box: {width, height}; wanted: {left, top}. Returns {left, top, scale}.
export function freePlace(page, box, boxes, wanted) {
  let best = { left: wanted.left, top: wanted.top, scale: 1, cost: Infinity };
  for (const scale of SIZES) {
    const width = box.width * scale;
    const height = box.height * scale;
    for (const [left, top] of places(page, width, height, wanted)) {
      const cost = covered([left, top, left + width, top + height], boxes) * 1000 + Math.hypot(left - wanted.left, top - wanted.top);
      if (cost < best.cost) best = { left, top, scale, cost };
    }
    if (best.cost < 1000) break;
  }
  return { left: best.left, top: best.top, scale: best.scale };
}

function* places(page, width, height, wanted) {
  yield [wanted.left, wanted.top];
  for (let top = STEP; top + height < page.height * REACH; top += STEP) {
    for (let left = STEP; left + width < page.width - STEP; left += STEP) yield [left, top];
  }
}

function covered([left, top, right, bottom], boxes) {
  let area = 0;
  for (const [l, t, r, b] of boxes) {
    const across = Math.min(right, r) - Math.max(left, l);
    const down = Math.min(bottom, b) - Math.max(top, t);
    if (across > 0 && down > 0) area += across * down;
  }
  return area;
}
