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
