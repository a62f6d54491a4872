// Boots the one-file page: packed modules become Blob URLs, so nothing is ever requested.
(async () => {
  const bytes = async (name) => {
    const packed = Uint8Array.from(atob(document.getElementById(`blob-${name}`).textContent), (c) => c.charCodeAt(0));
    return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  };
  const script = (data) => URL.createObjectURL(new Blob([data], { type: "text/javascript" }));
  const url = async (name) => script(await bytes(name));
  const json = async (name) => JSON.parse(new TextDecoder().decode(await bytes(name)));
  const modules = {};
  for (const name of ["map", "timeline", "drawer", "brief"]) {
    const text = new TextDecoder().decode(await bytes(name));
    modules[name] = script(text.replace(/from "\.\/(\w+)\.js"/g, (_, other) => `from "${modules[other]}"`));
  }
  const page = await import(modules.brief);
  const assets = async () => ({ maplibre: await url("maplibre"), worker: await url("worker"), topojson: await url("topojson"), world: await json("world") });
  await page.start(await json("data"), assets);
  window.ready = (window.ready || 0) + 1;
})();
