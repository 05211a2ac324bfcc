/**
 * The light / dark / system switch. The choice is the only thing the page ever stores.
 * @module theme
 */

const KEY = "faultkb.theme";

/** @returns {"light" | "dark" | "auto"} the choice in force */
function chosen() {
  return document.documentElement.dataset.theme ?? "auto";
}

/** @param {string} theme what was chosen; `auto` follows the system and is not stored */
function choose(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "auto") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden; the choice then lasts until the page is left.
  }
}

for (const input of document.querySelectorAll("#theme input")) {
  input.checked = input.value === chosen();
  input.addEventListener("change", () => choose(input.value));
}
