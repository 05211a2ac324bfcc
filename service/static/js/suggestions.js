/**
 * The ranked list. One is selected at a time; its guide lies beside it and its marks are lit.
 * @module suggestions
 */

import { byId, el, icon, scrollBehavior } from "./dom.js";

const SHOWN_AT_FIRST = 5;
const PARTS = {
  grams: "字面相近",
  words: "关键词吻合",
  meaning: "语义相近",
  typical: "像此类故障",
  precedent: "与已知工单相近",
  record: "处理记录吻合",
  stated: "所述情况相符",
  denied: "所否认的相符",
  remembered: "相似工单的确认",
  answered: "追问的回答",
};
const SOURCES = { text: "投诉", handling: "处理记录" };

/**
 * @param {number} confidence in [0, 1]
 * @returns {string} never a certainty that the number does not give
 */
export function percent(confidence) {
  const rounded = Math.round(confidence * 100);
  if (rounded < 1) return "<1%";
  return rounded > 99 ? ">99%" : `${rounded}%`;
}

/** The list and its selection. */
export class Suggestions {
  /**
   * @param {object} listeners
   * @param {(suggestion: object, byHand: boolean) => void} listeners.onSelect
   * @param {(suggestion: object | null) => void} listeners.onPreview pointed at; null = no longer
   */
  constructor({ onSelect, onPreview }) {
    this.box = byId("suggestions");
    this.items = [];
    this.selected = -1;
    this.onSelect = onSelect;
    this.onPreview = onPreview;
    this.box.addEventListener("mouseleave", () => onPreview(null));
  }

  /**
   * @param {object} answer of `POST /match`
   * @param {HTMLElement | null} question card to stand between the first two
   */
  render(answer, question) {
    this.items = answer.suggestions;
    this.selected = -1;
    this.options = this.items.map((item, rank) => this.#option(item, rank));
    this.rows = this.options.map((option, rank) =>
      el("div", { class: "suggestion", role: "none", data: { rank: rank + 1 } }, option, details(this.items[rank])));
    this.hiddenRows = this.rows.slice(SHOWN_AT_FIRST);
    const rows = [...this.rows];
    for (const row of this.hiddenRows) row.hidden = true;
    if (question) rows.splice(1, 0, question);
    if (this.hiddenRows.length) rows.push(this.#more());
    if (answer.verdict === "none") {
      rows.unshift(el("p", { class: "nearby", role: "none", text: "最接近的几条，仅供参考" }));
    }
    this.box.replaceChildren(...rows);
    this.box.hidden = !this.items.length;
    this.box.dataset.verdict = answer.verdict;
    this.box.removeAttribute("aria-activedescendant");
    this.box.scrollTop = 0;
    if (answer.verdict !== "none" && this.items.length) this.select(0, { byHand: false });
  }

  /** Empties the list. */
  clear() {
    this.items = [];
    this.options = [];
    this.selected = -1;
    this.box.replaceChildren();
    this.box.hidden = true;
  }

  /** @returns {object | undefined} the selected suggestion */
  get current() {
    return this.items[this.selected];
  }

  /**
   * @param {number} number position from 0
   * @param {{byHand?: boolean}} [how] whether the reader chose it
   */
  select(number, { byHand = true } = {}) {
    if (!this.items[number]) return;
    if (number >= SHOWN_AT_FIRST) this.showAll();
    this.selected = number;
    this.options.forEach((option, i) => option.setAttribute("aria-selected", i === number));
    this.rows.forEach((row, i) => row.classList.toggle("is-selected", i === number));
    this.box.setAttribute("aria-activedescendant", this.options[number].id);
    if (byHand) this.options[number].scrollIntoView({ block: "nearest", behavior: scrollBehavior() });
    this.onSelect(this.items[number], byHand);
  }

  /**
   * @param {1 | -1} step
   * @returns {boolean} whether there was anything to move in
   */
  move(step) {
    if (!this.items.length) return false;
    const next = Math.min(Math.max(this.selected + step, 0), this.items.length - 1);
    if (next !== this.selected) this.select(next);
    return true;
  }

  /** Shows the rows that are folded away at first. */
  showAll() {
    for (const row of this.hiddenRows) row.hidden = false;
    this.box.querySelector(".more")?.remove();
  }

  #more() {
    return el("button", {
      class: "more", type: "button", text: `显示其余 ${this.hiddenRows.length} 条`,
      on: { click: () => this.showAll() },
    });
  }

  #option(item, rank) {
    const bar = el("span", { class: "bar-track", "aria-hidden": "true" }, el("span", { class: "bar-fill" }));
    bar.style.setProperty("--share", `${Math.max(item.confidence * 100, 1)}%`);
    const { reason, against } = reasons(item);
    return el("div", {
      class: "option", role: "option", id: `option-${rank + 1}`, "aria-selected": "false",
      data: { code: item.code },
      on: {
        click: () => this.select(rank),
        mouseenter: () => this.onPreview(item),
      },
    },
    el("span", { class: "rank", text: rank + 1 }),
    el("div", { class: "option-head" },
      el("span", { class: "option-title", text: item.title }),
      el("span", { class: "share" }, el("span", { class: "sr", text: "把握 " }), percent(item.confidence))),
    bar,
    el("div", { class: "meta" },
      el("span", { class: "code", text: item.code }),
      item.service && el("span", { text: item.service }),
      item.department && el("span", { text: item.department }),
      item.first_line && el("span", { class: "badge good" }, icon("ok"), "一线可处理")),
    reason && el("p", { class: "reason", text: reason }),
    ...against);
  }
}

function reasons({ evidence = {} }) {
  const against = (evidence.against ?? []).map((mark) =>
    el("p", { class: "against" }, icon("warn"),
      el("span", {}, "不符：", el("b", { text: `“${mark.text}”` }),
        el("span", { class: "soft", text: `（${SOURCES[mark.source] ?? mark.source}，${mark.label}）` }))));
  // What speaks against stands in its own warning; the sentence need not say it again.
  const reason = against.length ? evidence.reason?.replace(/；?但有不符：.*$/su, "") : evidence.reason;
  return { reason, against };
}

function details({ scores = {}, evidence = {} }) {
  const values = Object.keys(PARTS).filter((name) => name in scores);
  const largest = Math.max(...values.map((name) => Math.abs(scores[name])), 0.001);
  const rows = values.map((name) => {
    const value = scores[name];
    const bar = el("span", { class: value < 0 ? "bar-track minus" : "bar-track", "aria-hidden": "true" },
      el("span", { class: "bar-fill" }));
    bar.style.setProperty("--share", `${(Math.abs(value) / largest) * 100}%`);
    return el("div", { class: "part" }, el("dt", { text: PARTS[name] }), bar, el("dd", { text: signed(value) }));
  });
  rows.push(el("div", { class: "part total" }, el("dt", { text: "合计" }), el("span"), el("dd", { text: signed(scores.total ?? 0) })));
  const { nearest, terms = [] } = evidence;
  return el("details", { class: "score" },
    el("summary", { text: "得分构成" }),
    el("dl", { class: "parts" }, ...rows),
    terms.length > 0 && el("p", { class: "terms" }, el("span", { class: "soft", text: "出力最多的词" }),
      ...terms.map(({ term }) => el("span", { class: "term", text: term }))),
    nearest && el("p", { class: "nearest" }, el("span", { class: "soft", text: "意思最近的说法　" }),
      `“${nearest.phrasing}”`, el("span", { class: "soft", text: `　余弦 ${nearest.cosine.toFixed(2)}` })));
}

function signed(value) {
  const text = Math.abs(value).toFixed(2);
  if (text === "0.00") return "0";
  return value < 0 ? `−${text}` : `+${text}`;
}
