// @ts-check
/** The page put together: map, timeline, filter and drawer over tables that work without any of it. */
import { canDraw, drawMap } from "./map.js";
import { buildTimeline, dayText } from "./timeline.js";
import { buildDrawer } from "./drawer.js";

/** @param {any} data @param {() => Promise<import("./map.js").Assets>} assets */
export async function start(data, assets) {
  const box = need("map");
  /** @type {Awaited<ReturnType<typeof drawMap>> | null} */
  let map = null;
  const drawer = buildDrawer(need("drawer"), { onShow: (id) => map?.fly(id) });
  const window_ = { from: -Infinity, to: Infinity };

  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-search]")]);
  const holds = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("table.holds tbody tr")]);
  const filter = need("filter");
  const input = /** @type {HTMLInputElement} */ (filter.querySelector("input"));
  const output = /** @type {HTMLOutputElement} */ (filter.querySelector("output"));
  filter.hidden = rows.length < 2;

  const incidentIn = (/** @type {number | null} */ from, /** @type {number | null} */ to) => from === null || (from <= window_.to && (to === null || to > window_.from));
  const holdIn = (/** @type {number | null} */ from, /** @type {number | null} */ to) => (from === null || from <= window_.to) && (to === null || to > window_.to);
  const wanted = new Set();

  function refresh() {
    const word = input.value.trim().toLowerCase();
    wanted.clear();
    for (const row of rows) {
      const keep = incidentIn(day(row.dataset.from), day(row.dataset.to)) && (!word || (row.dataset.search ?? "").includes(word));
      row.hidden = !keep;
      if (keep) wanted.add(row.id);
    }
    let hidden = 0;
    for (const row of holds) {
      const keep = holdIn(day(row.dataset.from), day(row.dataset.to));
      row.hidden = !keep;
      if (keep) wanted.add(row.id);
      else hidden += 1;
    }
    output.textContent = wanted.size - (holds.length - hidden) === rows.length ? "" : `${wanted.size - (holds.length - hidden)} of ${rows.length} incidents`;
    const asOf = document.getElementById("as-of");
    if (asOf && Number.isFinite(window_.to)) {
      asOf.hidden = false;
      asOf.textContent = `As of ${dayText(window_.to)}${hidden ? `; ${hidden} spell${hidden === 1 ? "" : "s"} of other days not shown, move the timeline` : ""}.`;
    }
    return map?.show((p) => (wanted.has(p.id) ? p.id : null));
  }
  input.addEventListener("input", refresh);

  const spans = rows.map((r) => ({ start: day(r.dataset.from), end: day(r.dataset.to) }));
  const marks = holds.map((r) => day(r.dataset.from)).filter((d) => d !== null);
  const built = buildTimeline(need("timeline"), spans, marks, (from, to) => { window_.from = from; window_.to = to; refresh(); });
  if (!built) refresh();

  if (!canDraw()) return note("This browser offers no WebGL 2, so there is no map; the tables hold the same.");
  box.hidden = false;
  try {
    map = await drawMap(box, data, await assets(), (ids) => drawer.items(ids));
    await refresh();
  } catch (error) {
    box.hidden = true;
    note(`The map could not be drawn (${error instanceof Error ? error.message : error}); the tables hold the same.`);
  }
}

/** @param {string | undefined} text */
function day(text) {
  return text === undefined || text === "" ? null : Number(text);
}

/** @param {string} id */
function need(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} text */
function note(text) {
  const place = need("map-note");
  place.textContent = text;
  place.hidden = false;
}
