// @ts-check
/** Keys for the review queue; each is also a link or a button, and they can be switched off. */

const OFF = "situate-keys-off";
const box = /** @type {HTMLInputElement | null} */ (document.getElementById("keys-off"));
if (box) {
  box.checked = localStorage.getItem(OFF) === "1";
  box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
}

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || box?.checked) return;
  if (/** @type {HTMLElement} */ (e.target).closest("input, select, textarea")) return;
  if (e.key === "?") {
    const keys = /** @type {HTMLDetailsElement | null} */ (document.querySelector(".keys"));
    if (keys) keys.open = !keys.open;
    return;
  }
  const field = /** @type {HTMLElement | null} */ (document.querySelector(`[data-key-focus="${CSS.escape(e.key)}"]`));
  const action = /** @type {HTMLElement | null} */ ([...document.querySelectorAll(`[data-key="${CSS.escape(e.key)}"]`)].pop() ?? null);
  if (field) field.focus();
  else if (action) action.click();
  else return;
  e.preventDefault();
});

/** A field that finds places or sides while one types; without script the server asks which one is meant. */
function finder(/** @type {HTMLInputElement} */ field, /** @type {number} */ number) {
  const list = document.createElement("ul");
  list.className = "found";
  list.id = `found-${number}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  list.hidden = true;
  field.removeAttribute("list");
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
  let timer = 0, turn = 0, at = -1;
  const items = () => /** @type {HTMLElement[]} */ ([...list.children]);
  const close = () => { list.hidden = true; at = -1; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const take = (/** @type {HTMLElement} */ item) => { field.value = item.dataset.value ?? ""; close(); };
  const mark = (/** @type {number} */ to) => {
    at = (to + items().length) % items().length;
    items().forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    field.setAttribute("aria-activedescendant", items()[at].id);
  };
  async function ask() {
    const mine = ++turn;
    const words = field.value.trim();
    if (words.length < 2) return close();
    const source = new URL(field.dataset.find ?? "", location.href);
    source.searchParams.set("q", words);
    const answer = await fetch(source);
    if (!answer.ok || mine !== turn) return;
    const found = (await answer.json()).items;
    list.replaceChildren(...found.map((/** @type {any} */ f, /** @type {number} */ i) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${i}`;
      item.dataset.value = f.text;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const name = document.createElement("bdi");
      name.textContent = f.text.replace(/ \[[^\]]*\]$/, "");
      const note = document.createElement("span");
      note.className = "by";
      note.textContent = ` ${f.note}`;
      item.append(name, note);
      item.addEventListener("mousedown", (e) => { e.preventDefault(); take(item); });
      return item;
    }));
    list.hidden = !found.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    at = -1;
  }
  field.addEventListener("input", () => { clearTimeout(timer); timer = window.setTimeout(ask, 200); });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (e) => {
    if (list.hidden || !items().length) return;
    if (e.key === "ArrowDown") mark(at + 1);
    else if (e.key === "ArrowUp") mark(at - 1);
    else if (e.key === "Enter" && at >= 0) take(items()[at]);
    else if (e.key === "Escape") close();
    else return;
    e.preventDefault();
  });
}
document.querySelectorAll("input[data-find]").forEach((field, i) => finder(/** @type {HTMLInputElement} */ (field), i));
