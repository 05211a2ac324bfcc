/**
 * Puts the stored theme on the page before its first paint, so that a dark room stays dark.
 * A classic script on purpose: modules run only after the page has been drawn.
 */
(function () {
  "use strict";
  try {
    const theme = window.localStorage.getItem("faultkb.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the page then follows the system.
  }
})();
