// @ts-check
/** Every page: a click on a value shows its words in the drawer; without script the link leads to them. */
import { buildDrawer } from "./drawer.js";

export const drawer = buildDrawer(/** @type {HTMLElement} */ (document.getElementById("drawer")));
document.documentElement.dataset.ready = "1";
