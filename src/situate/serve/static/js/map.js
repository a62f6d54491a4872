// @ts-check
/** The map: land, signs of holds, incidents as points or outlines. Draws plain data, decides nothing. */

const EMPTY = { type: "FeatureCollection", features: [] };
const FONT = ["Noto Sans", "Noto Sans Arabic"];
const BESIDE = [15, -13]; // an incident's dot stands beside the sign of its place, never on it

/** @typedef {{maplibre: string, worker: string, topojson: string, world: object}} Assets */

/** True where the browser can draw the map at all. */
export function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

/**
 * Draw the map into `box`.
 * @param {HTMLElement} box
 * @param {any} data holds, incidents, doubt, areas (GeoJSON) and signs (SVG by key)
 * @param {Assets} assets
 * @param {(ids: string[]) => void} onPick called with the ids under a click
 * @returns {Promise<{show: (at: (properties: any) => string | null) => Promise<void>, update: (data: any) => Promise<void>, fly: (id: string) => void}>}
 */
export async function drawMap(box, data, assets, onPick) {
  const maplibre = await import(assets.maplibre);
  await import(assets.topojson);
  maplibre.setWorkerUrl(assets.worker);
  await Promise.all([document.fonts.load('16px "Noto Sans"', "Hajin"), document.fonts.load('16px "Noto Sans Arabic"', "حلب")]);
  const narrow = matchMedia("(max-width: 68rem)").matches;
  const map = new maplibre.Map({
    container: box,
    style: { version: 8, sources: {}, layers: [{ id: "water", type: "background", paint: {} }] },
    bounds: bounds(data),
    fitBoundsOptions: { padding: 56, maxZoom: 9.5 },
    attributionControl: false,
    cooperativeGestures: narrow,
    dragRotate: false,
    pitchWithRotate: false,
    maxPitch: 0,
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new maplibre.NavigationControl({ showCompass: false }));
  map.addControl(new maplibre.ScaleControl({}));
  map.addControl(new maplibre.AttributionControl({ compact: false, customAttribution: "Natural Earth, de facto borders" }));
  await new Promise((done) => map.once("load", done));
  await addSigns(map, data.signs);
  const addRest = addLand(map, assets.world, map.getBounds());
  addEvidence(map);
  paint(map);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => paint(map));
  map.getCanvas().setAttribute("aria-label", "Map of holds and incidents; the tables hold the same");

  const picks = ["hold-sign", "dot", "dot-beside", "ring", "ring-beside", "doubt-fill", "area-fill"];
  const under = (/** @type {any} */ e) => map.queryRenderedFeatures([[e.point.x - 5, e.point.y - 5], [e.point.x + 5, e.point.y + 5]], { layers: picks });
  map.on("click", (/** @type {any} */ e) => {
    const found = under(e);
    const sharp = found.filter((/** @type {any} */ f) => !f.layer.id.endsWith("-fill"));
    const ids = (sharp.length ? sharp : found).flatMap((/** @type {any} */ f) => String(f.properties.ids ?? f.properties.id).split(" "));
    if (ids.length) onPick([...new Set(ids)]);
  });
  map.on("mousemove", (/** @type {any} */ e) => { map.getCanvas().style.cursor = under(e).length ? "pointer" : ""; });

  return {
    show(at) {
      const wanted = (/** @type {any} */ p) => at(p) !== null;
      return this.update({ ...data, holds: keep(data.holds, wanted), incidents: keep(data.incidents, wanted), doubt: keep(data.doubt, wanted) });
    },
    async update(fresh) {
      await addSigns(map, fresh.signs);
      const held = new Set(fresh.holds.features.map((/** @type {any} */ f) => String(f.geometry.coordinates)));
      source(map, "holds").setData(fresh.holds);
      source(map, "incidents").setData(stack(fresh.incidents, held));
      source(map, "doubt").setData(fresh.doubt);
      source(map, "areas").setData(fresh.areas);
      return new Promise((done) => {
        setTimeout(done, 20000); // a map that never rests must not hold up the page
        map.once("idle", () => { addRest(); done(undefined); });
      });
    },
    fly(id) {
      const feature = [...data.holds.features, ...data.incidents.features].find((f) => f.properties.id === id);
      if (feature) map.easeTo({ center: feature.geometry.coordinates, zoom: Math.max(map.getZoom(), 8), duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 500 });
    },
  };
}

/** @param {any} collection @param {(p: any) => boolean} wanted */
function keep(collection, wanted) {
  return { ...collection, features: collection.features.filter((/** @type {any} */ f) => wanted(f.properties)) };
}

/** Incidents at one point become one dot that knows all their ids. @param {any} collection @param {Set<string>} held */
function stack(collection, held) {
  const stacks = new Map();
  for (const feature of collection.features) {
    const key = `${feature.geometry.coordinates}|${feature.properties.area}`;
    const known = stacks.get(key);
    if (known) {
      known.properties.ids += ` ${feature.properties.id}`;
      known.properties.count += 1;
    } else {
      const beside = held.has(String(feature.geometry.coordinates));
      const { id, ids = id, count = 1 } = feature.properties;
      stacks.set(key, { ...feature, properties: { ...feature.properties, ids, count, beside } });
    }
  }
  return { type: "FeatureCollection", features: [...stacks.values()] };
}

/** Box of what is sharply placed, else of everything, else the world. @param {any} data */
function bounds(data) {
  const sharp = data.incidents.features.filter((/** @type {any} */ f) => !f.properties.area);
  const points = [...data.holds.features, ...(sharp.length + data.holds.features.length ? sharp : data.incidents.features)].map((f) => f.geometry.coordinates);
  if (!points.length) return [[-130, -50], [150, 68]];
  const lons = points.map((p) => p[0]), lats = points.map((p) => p[1]);
  const pad = 0.08;
  return [[Math.min(...lons) - pad, Math.max(-84, Math.min(...lats) - pad)], [Math.max(...lons) + pad, Math.min(84, Math.max(...lats) + pad)]];
}

/** @param {any} map @param {Record<string, string>} signs */
async function addSigns(map, signs) {
  for (const [key, svg] of Object.entries(signs)) {
    if (map.hasImage(key)) continue;
    const image = new Image(56, 56);
    image.src = `data:image/svg+xml;base64,${btoa(svg.replace('width="28" height="28"', 'width="56" height="56"'))}`;
    await image.decode();
    map.addImage(key, image, { pixelRatio: 2 });
  }
}

/**
 * Land and borders: first what is in view, since cutting the whole world takes seconds without a GPU.
 * @param {any} map @param {any} world @param {any} view
 * @returns {() => void} adds the rest of the world, once
 */
function addLand(map, world, view) {
  const topojson = /** @type {any} */ (globalThis).topojson;
  const countries = topojson.feature(world, world.objects.countries);
  const all = world.objects.countries.geometries;
  const near = all.filter((/** @type {any} */ _, /** @type {number} */ i) => meets(countries.features[i].geometry, view));
  const bordersOf = (/** @type {any[]} */ geometries) => ({ type: "Feature", properties: {}, geometry: topojson.mesh(world, { type: "GeometryCollection", geometries }, (/** @type {any} */ a, /** @type {any} */ b) => a !== b) });
  const landOf = (/** @type {any[]} */ geometries) => topojson.feature(world, { type: "GeometryCollection", geometries });
  const names = countries.features.filter((/** @type {any} */ f) => f.properties?.name).map((/** @type {any} */ f) => ({ type: "Feature", properties: { name: f.properties.name }, geometry: { type: "Point", coordinates: middle(f.geometry) } }));
  map.addSource("land", { type: "geojson", data: landOf(near) });
  map.addSource("borders", { type: "geojson", data: bordersOf(near) });
  map.addSource("names", { type: "geojson", data: { type: "FeatureCollection", features: names } });
  map.addLayer({ id: "land", type: "fill", source: "land", paint: {} });
  map.addLayer({ id: "borders", type: "line", source: "borders", paint: { "line-width": 1.2 } });
  map.addLayer({ id: "names", type: "symbol", source: "names", layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 13, "text-letter-spacing": 0.08, "text-transform": "uppercase", "text-padding": 12 }, paint: {} });
  let whole = near.length === all.length;
  return () => {
    if (whole) return;
    whole = true;
    source(map, "land").setData(landOf(all));
    source(map, "borders").setData(bordersOf(all));
  };
}

/** Whether a country's box meets the view, two degrees wider on each side. @param {any} geometry @param {any} view */
function meets(geometry, view) {
  const polygons = geometry?.type === "Polygon" ? [geometry.coordinates] : geometry?.coordinates ?? [];
  return polygons.some((/** @type {number[][][]} */ [ring]) => {
    let west = 181, south = 91, east = -181, north = -91;
    for (const [lon, lat] of ring) { west = Math.min(west, lon); east = Math.max(east, lon); south = Math.min(south, lat); north = Math.max(north, lat); }
    return west < view.getEast() + 2 && east > view.getWest() - 2 && south < view.getNorth() + 2 && north > view.getSouth() - 2;
  });
}

/** Centre of the largest ring of a country. @param {any} geometry */
function middle(geometry) {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  let best = [0, 0], most = -1;
  for (const [ring] of polygons) {
    let area = 0, x = 0, y = 0;
    for (let i = 0; i < ring.length - 1; i++) {
      const cross = ring[i][0] * ring[i + 1][1] - ring[i + 1][0] * ring[i][1];
      area += cross; x += (ring[i][0] + ring[i + 1][0]) * cross; y += (ring[i][1] + ring[i + 1][1]) * cross;
    }
    if (Math.abs(area) > most && area !== 0) { most = Math.abs(area); best = [x / (3 * area), y / (3 * area)]; }
  }
  return best;
}

/** @param {any} map */
function addEvidence(map) {
  for (const id of ["areas", "doubt", "incidents", "holds"]) map.addSource(id, { type: "geojson", data: EMPTY });
  map.addLayer({ id: "area-fill", type: "fill", source: "areas", paint: { "fill-opacity": 0.1 } });
  map.addLayer({ id: "area-line", type: "line", source: "areas", paint: { "line-width": 2, "line-dasharray": [1, 2] } });
  map.addLayer({ id: "doubt-fill", type: "fill", source: "doubt", paint: { "fill-opacity": 0.03 } });
  map.addLayer({ id: "doubt-line", type: "line", source: "doubt", paint: { "line-width": 1.2, "line-dasharray": [4, 3], "line-opacity": 0.7 } });
  map.addLayer({ id: "hold-sign", type: "symbol", source: "holds", layout: {
    "icon-image": ["get", "sign"], "icon-allow-overlap": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 4, 0.6, 8, 1],
    "text-field": ["step", ["zoom"], ["get", "name"], 7.5, ["format", ["get", "name"], {}, "\n", {}, ["get", "words"], { "font-scale": 0.8 }]],
    "text-font": FONT, "text-size": 13, "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 1.3, "text-optional": true, "text-max-width": 14, "text-justify": "auto" },
  paint: { "icon-opacity": ["get", "sure"], "text-halo-width": 1.6 } });
  for (const beside of [true, false]) {
    const tail = beside ? "-beside" : "";
    const move = beside ? BESIDE : [0, 0];
    const size = (/** @type {number} */ least) => ["interpolate", ["linear"], ["get", "count"], 1, least, 10, least + 4, 200, least + 11];
    const radius = ["interpolate", ["linear"], ["zoom"], 4, size(2), 8, size(5)];
    const here = (/** @type {boolean} */ area) => ["all", ["==", ["get", "beside"], beside], ["==", ["get", "area"], area]];
    map.addLayer({ id: `ring${tail}`, type: "circle", source: "incidents", filter: here(true), paint: { "circle-radius": radius, "circle-opacity": 0, "circle-stroke-width": 2, "circle-translate": move } });
    map.addLayer({ id: `dot${tail}`, type: "circle", source: "incidents", filter: here(false), paint: { "circle-radius": radius, "circle-stroke-width": 1.5, "circle-opacity": ["case", ["get", "near"], 0.6, 0.95], "circle-translate": move } });
    map.addLayer({ id: `count${tail}`, type: "symbol", source: "incidents", minzoom: 7, filter: ["all", ["==", ["get", "beside"], beside], [">", ["get", "count"], 1]], layout: { "text-field": ["to-string", ["get", "count"]], "text-font": FONT, "text-size": 10, "text-allow-overlap": true, "text-ignore-placement": true }, paint: { "text-translate": move } });
  }
  map.addLayer({ id: "area-name", type: "symbol", source: "areas", minzoom: 7.5, layout: { "text-field": ["get", "name"], "text-font": FONT, "text-size": 12 }, paint: { "text-halo-width": 1.6 } });
}

/** Colours of the reader's scheme, taken from the style sheet. @param {any} map */
function paint(map) {
  const css = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => css.getPropertyValue(name).trim();
  const ink = colour("--ink"), paper = colour("--paper"), soft = colour("--soft");
  map.setPaintProperty("water", "background-color", colour("--water"));
  map.setPaintProperty("land", "fill-color", colour("--land"));
  map.setPaintProperty("borders", "line-color", soft);
  map.setPaintProperty("names", "text-color", soft);
  map.setPaintProperty("names", "text-opacity", 0.8);
  for (const id of ["hold-sign", "area-name"]) {
    map.setPaintProperty(id, "text-color", ink);
    map.setPaintProperty(id, "text-halo-color", colour("--land"));
  }
  for (const id of ["doubt-fill", "area-fill"]) map.setPaintProperty(id, "fill-color", ink);
  for (const id of ["doubt-line", "area-line"]) map.setPaintProperty(id, "line-color", ink);
  for (const tail of ["", "-beside"]) {
    map.setPaintProperty(`dot${tail}`, "circle-color", ink);
    map.setPaintProperty(`dot${tail}`, "circle-stroke-color", paper);
    map.setPaintProperty(`ring${tail}`, "circle-stroke-color", ink);
    map.setPaintProperty(`ring${tail}`, "circle-color", paper);
    map.setPaintProperty(`count${tail}`, "text-color", ["case", ["get", "area"], ink, paper]);
  }
}

/** @param {any} map @param {string} id */
function source(map, id) {
  return map.getSource(id);
}
