// @ts-check
/** A brushable histogram of days. Mouse, touch and keyboard set the same two ends. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const SVG = "http://www.w3.org/2000/svg";
const WIDE = 600, HIGH = 60;

/** "14 Feb 2018" of an epoch day. @param {number} day */
export function dayText(day) {
  const date = new Date(day * 86400000);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/**
 * Build the timeline into `box`; it stays empty and hidden when nothing is dated.
 * @param {HTMLElement} box
 * @param {{start: number | null, end: number | null, weight?: number}[]} spans incidents, half-open epoch days
 * @param {number[]} marks other days the axis must reach (starts of holds)
 * @param {(from: number, to: number) => void} onChange both ends, inclusive days
 * @param {{from?: number, to?: number}} [initial]
 * @returns {boolean} whether there is a timeline
 */
export function buildTimeline(box, spans, marks, onChange, initial = {}) {
  const dated = spans.filter((s) => s.start !== null).map((s) => ({ start: /** @type {number} */ (s.start), end: s.end ?? /** @type {number} */ (s.start) + 1, weight: s.weight ?? 1 }));
  const days = [...dated.map((s) => s.start), ...marks];
  if (!days.length) return false;
  let first = Infinity, last = -Infinity;
  for (const day of days) { first = Math.min(first, day); last = Math.max(last, day); }
  for (const span of dated) last = Math.max(last, Math.min(span.end - 1, span.start + 31));
  const size = last - first < 130 ? 1 : last - first < 900 ? 7 : 30;
  const bins = new Array(Math.floor((last - first) / size) + 1).fill(0);
  for (const span of dated) bins[Math.floor((span.start - first) / size)] += span.weight;

  const clamp = (/** @type {number} */ day) => Math.min(last, Math.max(first, day));
  let from = clamp(initial.from ?? first), to = clamp(initial.to ?? last);
  const total = last - first + 1;
  const x = (/** @type {number} */ day) => ((day - first) / total) * WIDE;
  const svg = node("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  const brush = node("rect", { class: "brush", y: 0, height: HIGH });
  svg.append(node("line", { class: "axis", x1: 0, x2: WIDE, y1: HIGH - 1, y2: HIGH - 1 }), brush);
  const most = Math.max(1, ...bins);
  const bars = bins.map((n, i) => {
    const left = x(first + i * size), wide = Math.max(0.8, Math.min(x(first + (i + 1) * size), WIDE) - left - 0.8);
    const bar = node("rect", { class: "bar", x: left + 0.4, width: wide, y: HIGH - 1 - (n / most) * (HIGH - 8), height: (n / most) * (HIGH - 8) });
    svg.append(bar);
    return bar;
  });
  const edges = [node("line", { class: "edge", y1: 0, y2: HIGH }), node("line", { class: "edge", y1: 0, y2: HIGH })];
  svg.append(...edges);

  const ticks = document.createElement("div");
  ticks.className = "ticks";
  for (const day of total > 2 ? [first, Math.floor((first + last) / 2), last] : total > 1 ? [first, last] : [first]) {
    const tick = document.createElement("span");
    tick.textContent = dayText(day);
    ticks.append(tick);
  }
  const controls = document.createElement("div");
  controls.className = "controls";
  const lower = slider("from", first, last), upper = slider("to", first, last);
  const all = document.createElement("button");
  all.type = "button";
  all.textContent = "All days";
  const output = document.createElement("output");
  controls.append(lower.label, upper.label, all, output);
  box.replaceChildren(svg, ticks, controls);
  box.hidden = false;

  function set(/** @type {number} */ a, /** @type {number} */ b) {
    from = clamp(Math.min(a, b));
    to = clamp(Math.max(a, b));
    brush.setAttribute("x", String(x(from)));
    brush.setAttribute("width", String(x(to + 1) - x(from)));
    [from, to + 1].forEach((day, i) => { edges[i].setAttribute("x1", String(x(day))); edges[i].setAttribute("x2", String(x(day))); });
    bars.forEach((bar, i) => bar.classList.toggle("in", first + (i + 1) * size > from && first + i * size <= to));
    lower.input.value = String(from);
    upper.input.value = String(to);
    lower.input.setAttribute("aria-valuetext", dayText(from));
    upper.input.setAttribute("aria-valuetext", dayText(to));
    output.textContent = from === to ? dayText(from) : `${dayText(from)} to ${dayText(to)}`;
    onChange(from, to);
  }
  lower.input.addEventListener("input", () => set(Number(lower.input.value), Math.max(to, Number(lower.input.value))));
  upper.input.addEventListener("input", () => set(Math.min(from, Number(upper.input.value)), Number(upper.input.value)));
  all.addEventListener("click", () => set(first, last));
  drag(svg, (share) => first + Math.min(total - 1, Math.floor(share * total)), set);
  set(from, to);
  return true;
}

/** Pointer drag from one day to another. @param {Element} svg @param {(share: number) => number} dayAt @param {(a: number, b: number) => void} set */
function drag(svg, dayAt, set) {
  let anchor = /** @type {number | null} */ (null);
  const at = (/** @type {PointerEvent} */ e) => {
    const box = svg.getBoundingClientRect();
    return dayAt(Math.min(1, Math.max(0, (e.clientX - box.left) / box.width)));
  };
  svg.addEventListener("pointerdown", (e) => { const p = /** @type {PointerEvent} */ (e); svg.setPointerCapture(p.pointerId); anchor = at(p); set(anchor, anchor); });
  svg.addEventListener("pointermove", (e) => { if (anchor !== null) set(anchor, at(/** @type {PointerEvent} */ (e))); });
  for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => { anchor = null; });
}

/** @param {string} text @param {number} min @param {number} max */
function slider(text, min, max) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  Object.assign(input, { type: "range", min: String(min), max: String(max), step: "1" });
  label.append(`${text} `, input);
  return { label, input };
}

/** @param {string} name @param {Record<string, string | number>} attributes */
function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
}
