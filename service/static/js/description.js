/**
 * An entry in its own words, and the codes in a text as links to the entries that they name.
 * @module description
 */

import { el } from "./dom.js";

const SECTIONS = [
  ["boundary", "和相近条目怎么分"],
  ["cause", "原因"],
  ["text", "表现"],
];
const LISTS = [
  ["key_info", "认准它的信息", "key"],
  ["exclude_info", "有这些就不是它", "exclude"],
];

/**
 * @param {object} entry a library line
 * @param {(text: string) => Array<Node | string>} links
 * @returns {HTMLElement}
 */
export function description(entry, links) {
  const blocks = [
    ...SECTIONS.filter(([name]) => entry[name]).map(([name, title]) =>
      block(title, el("p", {}, ...links(entry[name])))),
    ...LISTS.filter(([name]) => entry[name]?.length).map(([name, title, kind]) =>
      block(title, el("ul", { class: `chips ${kind}` }, ...entry[name].map((text) => el("li", { text }))))),
    entry.department && block("处理不了交给", el("p", { text: entry.department })),
    entry.sources?.length && block("依据", el("p", { text: entry.sources.join("；") })),
  ].filter(Boolean);
  if (!blocks.length) blocks.push(el("p", { class: "soft", text: "这个条目只有标题，没有别的说明。" }));
  return el("div", { class: "about" }, ...blocks);
}

/**
 * Makes each code of a neighbour in a text a button that opens it.
 * @param {string} text
 * @param {object} entry whose neighbours are looked for
 * @param {(code: string) => void} onOpen
 * @returns {Array<Node | string>}
 */
export function linkCodes(text, entry, onOpen) {
  const codes = new Set((entry.neighbours ?? []).map((neighbour) => neighbour.code));
  codes.delete(entry.code);
  if (!codes.size) return [text];
  return text.split(/([A-Za-z0-9][A-Za-z0-9_.-]*)/u).map((part) => (codes.has(part)
    ? el("button", { class: "link code-link", type: "button", title: `查看 ${part}`, text: part, on: { click: () => onOpen(part) } })
    : part));
}

function block(title, body) {
  return el("section", { class: "about-block" }, el("h3", { text: title }), body);
}
