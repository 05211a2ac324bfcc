/**
 * Building elements. Strings become text nodes, never markup: what a customer wrote stays text.
 * @module dom
 */

/**
 * @param {string} tag element name
 * @param {Object<string, unknown>} [props] `class`, `text`, `data` (dataset), `on` (listeners),
 *   anything else an attribute; `false`, `null` and `undefined` leave the attribute out
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === false || value === null || value === undefined) continue;
    if (name === "class") element.className = value;
    else if (name === "text") element.textContent = value;
    else if (name === "data") Object.assign(element.dataset, value);
    else if (name === "on") {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    } else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child || child === ""));
  return element;
}

/**
 * @param {string} name symbol of the icon sheet
 * @returns {SVGElement} a decorative icon
 */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(space, "use");
  use.setAttribute("href", `${byId("main").dataset.icons}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  return document.getElementById(id);
}

/** @returns {ScrollBehavior} smooth unless the reader asked for less motion */
export function scrollBehavior() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
}

/** @returns {boolean} whether the page is one column, so that panes lie under each other */
export function oneColumn() {
  return matchMedia("(max-width: 819.98px)").matches;
}

/**
 * @param {string} text
 * @returns {number} length in code points, as the service counts
 */
export function codePoints(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
