// @ts-check
/** The drawer: whatever is clicked, it shows the words, marked in their sentence, with their source. */

/** @param {HTMLElement} drawer @param {{onShow?: (id: string) => void}} [hooks] */
export function buildDrawer(drawer, hooks = {}) {
  const title = /** @type {HTMLElement} */ (drawer.querySelector("h2"));
  const body = /** @type {HTMLElement} */ (drawer.querySelector(".drawer-body"));
  let opener = /** @type {HTMLElement | null} */ (null);

  function open(/** @type {string} */ heading, /** @type {Node[]} */ content) {
    if (drawer.hidden) opener = /** @type {HTMLElement | null} */ (document.activeElement);
    title.textContent = heading;
    body.replaceChildren(...content);
    body.scrollTop = 0;
    drawer.hidden = false;
    drawer.focus({ preventScroll: true });
    body.querySelector("mark.asked")?.scrollIntoView({ block: "nearest" });
  }
  function close() {
    drawer.hidden = true;
    opener?.focus({ preventScroll: true });
  }
  drawer.querySelector(".close")?.addEventListener("click", close);
  document.addEventListener("keydown", (e) => { if (e.key === "Escape" && !drawer.hidden) close(); });

  /** Words of one mention; the asked span is marked hot. */
  function words(/** @type {string} */ id, /** @type {number | null} */ start = null, /** @type {number | null} */ end = null) {
    const evidence = document.getElementById(id);
    if (!evidence) return false;
    open("The words", [asked(evidence, start, end)]);
    return true;
  }

  /** Everything known of holds, incidents or areas; several become a list to pick from. */
  function items(/** @type {string[]} */ ids) {
    const known = ids.map((id) => document.getElementById(id)).filter((e) => e !== null);
    if (!known.length) return false;
    if (known.length > 1) {
      open(`${known.length} things here`, known.map(picker));
      return true;
    }
    const [item] = known;
    const mentions = (item.dataset.mentions ?? "").split(" ").map((id) => document.getElementById(`m-${id}`)).filter((e) => e !== null);
    const heading = document.createElement("h3");
    heading.className = "words";
    heading.textContent = mentions.length ? "The words it rests on" : "No words at hand";
    open(item.querySelector(".item")?.textContent?.replace(/\s+/g, " ").trim() ?? "", [...summary(item), heading, ...mentions.map((m) => asked(m, null, null))]);
    hooks.onShow?.(item.id);
    return true;
  }

  /** A page of the server in the drawer. */
  async function remote(/** @type {string} */ href, /** @type {number | null} */ start = null, /** @type {number | null} */ end = null) {
    const answer = await fetch(`${href}?part=1`);
    if (!answer.ok) throw new Error(`${answer.status}`);
    const body_ = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    const heading = body_.querySelector("h1");
    const more = document.createElement("p");
    const link = document.createElement("a");
    link.href = href;
    link.textContent = "Open as a page";
    more.append(link);
    heading?.remove();
    for (const hidden of body_.querySelectorAll(".visually-hidden")) if (hidden.tagName === "H2") hidden.remove();
    open(heading?.textContent?.replace(/\s+/g, " ").trim() || "The words", [asked(body_, start, end), more]);
  }

  /** Several things at one point, to choose from. */
  function choose(/** @type {{href: string, text: string}[]} */ options) {
    open(`${options.length} things here`, options.map(({ href, text }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "pick";
      button.textContent = text;
      button.addEventListener("click", () => remote(href));
      return button;
    }));
  }

  function picker(/** @type {HTMLElement} */ item) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pick";
    const line = item.querySelector(".state, .line")?.textContent ?? "";
    button.textContent = `${item.querySelector(".item")?.textContent ?? ""} · ${line}`.replace(/\s+/g, " ").trim();
    button.addEventListener("click", () => items([item.id]));
    return button;
  }

  document.addEventListener("click", (e) => {
    const link = /** @type {HTMLElement} */ (e.target).closest?.("a.claim, a.item");
    if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    const href = link.getAttribute("href") ?? "";
    if (!href.startsWith("#")) {
      if (drawer.contains(link) && link.matches(".item")) return;
      e.preventDefault();
      const { start, end } = /** @type {HTMLElement} */ (link).dataset;
      remote(href, number(start), number(end)).catch(() => { location.href = href; });
      return;
    }
    const id = decodeURIComponent(href.slice(1));
    const data = /** @type {HTMLElement} */ (link).dataset;
    const done = link.matches(".claim") ? words(id, number(data.start), number(data.end)) : items([id]);
    if (done) e.preventDefault();
  });
  return { words, items, close, remote, choose };
}

/** @param {string | undefined} text */
function number(text) {
  return text === undefined || text === "" || text === "None" ? null : Number(text);
}

/** A copy of an evidence article with the asked words hot. @param {HTMLElement} evidence @param {number | null} start @param {number | null} end */
function asked(evidence, start, end) {
  const copy = evidence.tagName === "BODY" ? document.createElement("div") : plain(evidence);
  if (evidence.tagName === "BODY") copy.append(...plain(evidence).childNodes);
  copy.classList.add("asked");
  if (start === null || end === null) return copy;
  for (const mark of copy.querySelectorAll("mark")) {
    const inside = Number(mark.dataset.start) >= start && Number(mark.dataset.end) <= end;
    mark.classList.toggle("asked", inside);
  }
  return copy;
}

/** What the drawer says of an item above its words. @param {HTMLElement} item @returns {Node[]} */
function summary(item) {
  if (item.tagName !== "TR") {
    const copy = plain(item);
    copy.hidden = false;
    copy.querySelector("h3")?.remove();
    for (const details of copy.querySelectorAll("details")) details.open = true;
    return [copy];
  }
  return [...item.children].slice(1).map((cell) => {
    const box = document.createElement("div");
    box.className = cell.className;
    box.append(...plain(/** @type {HTMLElement} */ (cell)).childNodes);
    for (const details of box.querySelectorAll("details")) details.open = true;
    return box;
  });
}

/** A deep copy without ids, which must stay unique. @param {HTMLElement} element */
function plain(element) {
  const copy = /** @type {HTMLElement} */ (element.cloneNode(true));
  copy.removeAttribute("id");
  for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
  return copy;
}
