/**
 * The texts of the ticket with their key information marked. Offsets count Unicode code points of
 * the text as it was sent, so a face or a rare character takes one place, not two.
 * @module marks
 */

import { byId, el } from "./dom.js";

const SHORT = {
  业务: "业", 设备: "设", 现象: "象", 指示灯: "灯", 错误码: "码",
  时间频次: "时", 范围: "围", 已做操作: "做", 诉求: "诉",
};
const TITLES = { text: "投诉内容", handling: "处理记录" };

/**
 * Cuts a text at its marks.
 * @param {string} text as it was sent
 * @param {Array<{start: number, end: number, label: string, negated?: boolean}>} highlights
 * @returns {Array<{text: string, mark?: object}>} pieces that join to `text`; of overlapping marks
 *   the first stands
 */
export function pieces(text, highlights) {
  const points = Array.from(text);
  const found = [];
  let at = 0;
  for (const mark of [...highlights].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const end = Math.min(mark.end, points.length);
    if (mark.start < at || end <= mark.start) continue;
    if (mark.start > at) found.push({ text: points.slice(at, mark.start).join("") });
    found.push({ text: points.slice(mark.start, end).join(""), mark });
    at = end;
  }
  if (at < points.length) found.push({ text: points.slice(at).join("") });
  return found;
}

/** Shows the marked texts with their legend, and lights up what speaks for one entry. */
export class Marks {
  constructor() {
    this.box = byId("marked");
    this.items = [...document.querySelectorAll("#legend .legend-item")];
    this.categories = Object.fromEntries(
      this.items.map((item) => [item.dataset.label, item.dataset.cat]),
    );
    for (const item of this.items) {
      item.addEventListener("click", () => this.#toggle(item));
      this.#toggle(item, true);
    }
  }

  /**
   * @param {{text: string, handling?: string}} sent
   * @param {Object<string, Array<object>>} highlights by source
   */
  render(sent, highlights = {}) {
    const counts = {};
    this.box.replaceChildren(
      ...Object.keys(TITLES).filter((source) => sent[source]).map((source) => {
        const body = el("p", { class: "marked-text", data: { source } });
        for (const { text, mark } of pieces(sent[source], highlights[source] ?? [])) {
          if (mark) counts[mark.label] = (counts[mark.label] ?? 0) + 1;
          body.append(mark ? this.#mark(text, mark, source) : text);
        }
        return el("section", { class: "marked-part" }, el("h2", { text: TITLES[source] }), body);
      }),
    );
    for (const item of this.items) {
      const count = counts[item.dataset.label] ?? 0;
      item.hidden = !count;
      item.querySelector(".legend-count").textContent = count;
    }
    if (!Object.keys(counts).length) {
      this.box.append(el("p", { class: "soft", text: "没有认出业务、设备、现象、灯、错误码等关键信息。" }));
    }
  }

  /**
   * Lights the marks that speak for and against an entry; the others step back.
   * @param {{for?: Array<object>, against?: Array<object>} | null} evidence null lights none
   */
  light(evidence) {
    const sides = { for: keysOf(evidence?.for), against: keysOf(evidence?.against) };
    let lit = 0;
    for (const mark of this.box.querySelectorAll(".mark")) {
      const side = Object.keys(sides).find((name) => sides[name].has(mark.dataset.at)) ?? "";
      mark.dataset.lit = side;
      lit += side ? 1 : 0;
    }
    this.box.classList.toggle("is-lit", lit > 0);
  }

  #mark(text, mark, source) {
    const meaning = mark.negated ? `否定 · ${mark.label}` : mark.label;
    return el("mark", {
      class: mark.negated ? "mark negated" : "mark",
      title: meaning,
      data: {
        cat: this.categories[mark.label] ?? "0",
        short: SHORT[mark.label] ?? Array.from(mark.label)[0],
        at: keyOf({ ...mark, source }),
      },
    }, mark.negated ? el("s", { text }) : text);
  }

  #toggle(item, shown = item.getAttribute("aria-pressed") !== "true") {
    item.setAttribute("aria-pressed", shown);
    this.box.classList.toggle(`hide-${item.dataset.cat}`, !shown);
  }
}

function keyOf({ source, start, end }) {
  return `${source}:${start}:${end}`;
}

function keysOf(marks = []) {
  return new Set(marks.map(keyOf));
}
