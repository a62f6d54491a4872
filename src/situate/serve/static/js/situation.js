// @ts-check
/** The situation page: map, brush and as-of knobs; the state is the URL, the server does the work. */
import { canDraw, drawMap } from "./map.js";
import { buildTimeline, dayText } from "./timeline.js";
import { drawer } from "./app.js";

const box = /** @type {HTMLElement} */ (document.getElementById("map"));
const form = /** @type {HTMLFormElement} */ (document.getElementById("window"));
const lists = /** @type {HTMLElement} */ (document.getElementById("lists"));
const STATIC = "/static/vendor";
const ASSETS = async () => ({
  maplibre: `${STATIC}/maplibre-gl/maplibre-gl.mjs`,
  worker: `${STATIC}/maplibre-gl/maplibre-gl-worker.mjs`,
  topojson: `${STATIC}/topojson-client/topojson-client.min.js`,
  world: await (await fetch(`${STATIC}/world-atlas/countries-50m.json`)).json(),
});

const iso = (/** @type {number} */ day) => new Date(day * 86400000).toISOString().slice(0, 10);
const epoch = (/** @type {string} */ text) => Math.floor(Date.parse(`${text}T00:00:00Z`) / 86400000);

/** The form as a query string, empty fields left out. */
function query() {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) asked.set(name, String(value));
  return asked;
}

/** @type {Awaited<ReturnType<typeof drawMap>> | null} */
let map = null;
let turn = 0;

/** Ask the server for the window of the form; only the newest answer counts. */
async function refresh() {
  const mine = ++turn;
  const asked = query();
  history.replaceState(null, "", `?${asked}`);
  const [data, html] = await Promise.all([
    fetch(`${box.dataset.source}?${asked}`).then((r) => r.json()),
    fetch(`/situation?${asked}&part=lists`).then((r) => r.text()),
  ]);
  if (mine !== turn) return;
  lists.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  if (map) await map.update(data);
  document.documentElement.dataset.turn = String(turn);
}

let timer = 0;
function soon() {
  clearTimeout(timer);
  timer = window.setTimeout(refresh, 250);
}

/** @param {string[]} ids */
async function pick(ids) {
  const [first] = ids;
  if (first.startsWith("place:")) {
    location.href = `/situation?${new URLSearchParams({ ...Object.fromEntries(query()), place: first.slice(6) })}#incidents`;
    return;
  }
  if (ids.length === 1) await drawer.remote(address(first));
  else drawer.choose(ids.map((id) => ({ href: address(id), text: name(id) })));
}

const address = (/** @type {string} */ id) => `/${{ h: "hold", i: "incident", a: "area" }[id[0]]}/${encodeURIComponent(id.slice(2))}`;
const named = new Map();
const name = (/** @type {string} */ id) => named.get(id) ?? id;

/** @param {any} data */
function remember(data) {
  for (const part of ["holds", "incidents", "areas"]) for (const f of data[part].features) named.set(f.properties.id, `${f.properties.name} · ${f.properties.words}`);
  return data;
}

async function start() {
  const data = remember(await (await fetch(`${box.dataset.source}?${query()}`)).json());
  const spans = data.days.flatMap((/** @type {[string, number]} */ [day, n]) => [{ start: epoch(day), end: epoch(day) + 1, weight: n }]);
  const ends = [box.dataset.first, box.dataset.last].filter(Boolean).map((d) => epoch(/** @type {string} */ (d)));
  const field = (/** @type {string} */ n) => /** @type {HTMLInputElement} */ (form.elements.namedItem(n));
  const given = (/** @type {string} */ n) => (field(n).value ? epoch(field(n).value) : undefined);
  let live = false;
  buildTimeline(/** @type {HTMLElement} */ (document.getElementById("timeline")), spans, ends, (from, to) => {
    if (!live) return;
    field("since").value = from === ends[0] ? "" : iso(from);
    field("until").value = to === ends[1] ? "" : iso(to);
    soon();
  }, { from: given("since"), to: given("until") });
  if (ends.length === 2) knobs(ends[0], ends[1], field);
  live = true;
  if (!canDraw()) return note("This browser offers no WebGL 2, so there is no map; the tables hold the same.");
  box.hidden = false;
  try {
    map = await drawMap(box, data, await ASSETS(), pick);
    await map.update(data);
  } catch (error) {
    box.hidden = true;
    note(`The map could not be drawn (${error instanceof Error ? error.message : error}); the tables hold the same.`);
  }
}

/** Sliders for the day of the holds and the day of knowledge; the right end of the latter is "now". */
function knobs(/** @type {number} */ first, /** @type {number} */ last, /** @type {(n: string) => HTMLInputElement} */ field) {
  const place = /** @type {HTMLElement} */ (document.getElementById("knobs"));
  const row = document.createElement("div");
  row.className = "controls";
  for (const [label, target, open] of /** @type {[string, string, string][]} */ ([["holds as of", "as_of", "every spell"], ["as known by", "known_by", "all that is known"]])) {
    const wrap = document.createElement("label");
    const input = document.createElement("input");
    const output = document.createElement("output");
    Object.assign(input, { type: "range", min: String(first), max: String(last + 1), step: "1", value: field(target).value ? String(epoch(field(target).value)) : String(last + 1) });
    const tell = () => { output.textContent = Number(input.value) > last ? open : dayText(Number(input.value)); input.setAttribute("aria-valuetext", output.textContent ?? ""); };
    input.addEventListener("input", () => { field(target).value = Number(input.value) > last ? "" : iso(Number(input.value)); tell(); soon(); });
    tell();
    wrap.append(`${label} `, input, output);
    row.append(wrap);
  }
  place.append(row);
  place.hidden = false;
}

/** @param {string} text */
function note(text) {
  const place = /** @type {HTMLElement} */ (document.getElementById("map-note"));
  place.textContent = text;
  place.hidden = false;
}

/** Tell when a running ingest or another person has changed the store; never move the page by itself. */
function watch() {
  const place = /** @type {HTMLElement} */ (document.getElementById("news"));
  let first = "";
  const source = new EventSource("/api/progress");
  source.addEventListener("counts", (e) => {
    const counts = JSON.parse(/** @type {MessageEvent} */ (e).data);
    first ||= counts.stamp;
    place.hidden = counts.stamp === first;
    /** @type {HTMLElement} */ (place.querySelector("span")).textContent = `The store has changed: ${counts.document} reports, ${counts.incident} incidents.`;
  });
  place.querySelector("button")?.addEventListener("click", () => location.reload());
  addEventListener("pagehide", () => source.close());
}
watch();

start().finally(() => { /** @type {any} */ (window).ready = (/** @type {any} */ (window).ready || 0) + 1; });
