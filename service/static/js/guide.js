/**
 * The guide of the selected entry: one step at a time, all steps at once, or the entry's own words.
 * @module guide
 */

import { byId, el, icon, scrollBehavior } from "./dom.js";
import { outcomeCard, outcomeName } from "./outcome.js";
import { description, linkCodes } from "./description.js";
import { announce, copy } from "./toast.js";
import { Walk } from "./walk.js";

export const KINDS = { check: "查系统", ask: "问客户", action: "请客户做" };
const DIFFICULTIES = { 1: "看完就会", 2: "要查系统", 3: "要专家" };
const MODES = { walk: "逐步处理", all: "看全部步骤", about: "条目说明" };
const SKELETON_AFTER_MS = 150;

/** The pane of one entry. Walks are kept per entry until `reset`. */
export class GuidePane {
  /**
   * @param {import("./api.js").Api} api
   * @param {{onNext: () => void}} listeners `onNext`: the ticket is done
   */
  constructor(api, { onNext }) {
    this.api = api;
    this.onNext = onNext;
    this.pane = byId("guide-pane");
    this.box = byId("guide");
    this.reset();
  }

  /** Forgets entries and walks, and shows what will stand here. */
  reset() {
    this.controller?.abort();
    this.entries = new Map();
    this.walks = new Map();
    this.entry = null;
    this.came = [];
    this.mode = "walk";
    this.pane.setAttribute("aria-busy", "false");
    this.box.replaceChildren(el("p", { class: "guide-idle", text: "选中一条建议，处理指引就显示在这里。" }));
  }

  /**
   * Opens an entry; a later call wins over an earlier one that is still loading.
   * @param {string} code
   * @param {{from?: string}} [how] the entry whose text named this one
   */
  async open(code, { from } = {}) {
    if (!from && this.entry?.code === code) return;
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.came = from ? [...this.came, from] : [];
    this.entry = null;
    this.pane.setAttribute("aria-busy", "true");
    const waiting = setTimeout(() => this.#skeleton(), SKELETON_AFTER_MS);
    try {
      if (!this.entries.has(code)) this.entries.set(code, await this.api.entry(code, controller.signal));
      if (controller.signal.aborted) return;
      this.entry = { ...this.entries.get(code), code };
      this.mode = this.entry.guide ? "walk" : "about";
      this.#render();
    } catch (problem) {
      if (!controller.signal.aborted) this.#failed(problem, code, from);
    } finally {
      clearTimeout(waiting);
      if (!controller.signal.aborted) this.pane.setAttribute("aria-busy", "false");
    }
  }

  /** @returns {Walk | null} the walk of the entry on show */
  get walk() {
    const guide = this.entry?.guide;
    if (!guide) return null;
    if (!this.walks.has(this.entry.code)) this.walks.set(this.entry.code, new Walk(guide));
    return this.walks.get(this.entry.code);
  }

  /** Puts the focus on the first thing to press. @returns {boolean} */
  focus() {
    if (!this.entry) return false;
    const target = this.box.querySelector(".choice, .reply-copy, .segments button");
    target?.focus({ preventScroll: true });
    this.pane.scrollIntoView({ block: "start", behavior: scrollBehavior() });
    return Boolean(target);
  }

  /** Moves the focus among the answers. @param {1 | -1} step @returns {boolean} */
  moveFocus(step) {
    const choices = [...this.box.querySelectorAll(".walk .choice")];
    if (!choices.length) return false;
    const at = choices.indexOf(document.activeElement);
    choices[Math.min(Math.max(at + step, 0), choices.length - 1)].focus();
    return true;
  }

  /** Answers the step on show. @param {number} number from 0 @returns {boolean} */
  answer(number) {
    return this.#go((walk) => walk.answer(number));
  }

  /** Goes one step back. @returns {boolean} */
  back() {
    return this.#go((walk) => walk.back());
  }

  /** Copies the reply of the outcome on show. @returns {boolean} */
  copyReply() {
    const reply = this.mode === "walk" && this.walk?.outcome?.reply;
    if (!reply) return false;
    copy(reply);
    return true;
  }

  #go(step) {
    const walk = this.mode === "walk" ? this.walk : null;
    if (!walk || !step(walk)) return false;
    const inside = this.box.contains(document.activeElement);
    this.#render();
    const heading = this.box.querySelector(".now");
    if (inside) heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: "nearest", behavior: scrollBehavior() });
    announce(heading?.textContent ?? "");
    return true;
  }

  #render() {
    const { entry } = this;
    const links = (text) => linkCodes(text, entry, (code) => this.open(code, { from: entry.code }));
    this.box.dataset.mode = this.mode;
    this.box.replaceChildren(
      this.#head(),
      ...(entry.guide
        ? [this.#walkView(links), this.#allView(links)]
        : [el("p", { class: "notice" }, icon("warn"), el("span", { text: "此条目暂无处理指引" }))]),
      description(entry, links),
    );
  }

  #head() {
    const { entry } = this;
    const from = this.came[this.came.length - 1];
    return el("header", { class: "guide-head" },
      from && el("button", {
        class: "link", type: "button",
        on: { click: () => this.#return() },
      }, icon("back"), `返回 ${from}`),
      el("div", { class: "guide-title" },
        el("h2", { text: entry.title }),
        el("button", { class: "icon-button", type: "button", title: "打印指引", "aria-label": "打印指引", on: { click: () => window.print() } }, icon("print"))),
      el("div", { class: "meta" },
        el("span", { class: "code", text: entry.code }),
        entry.service && el("span", { text: entry.service }),
        entry.department && el("span", { text: entry.department }),
        DIFFICULTIES[entry.difficulty] && el("span", { text: `难度 ${entry.difficulty}/3（${DIFFICULTIES[entry.difficulty]}）` }),
        entry.first_line && el("span", { class: "badge good" }, icon("ok"), "一线可处理")),
      entry.guide && el("div", { class: "segments", role: "group", "aria-label": "怎么看" },
        ...Object.entries(MODES).map(([mode, name]) => el("button", {
          type: "button", "aria-pressed": String(mode === this.mode), text: name, data: { mode },
          on: { click: () => this.#show(mode) },
        }))));
  }

  #show(mode) {
    this.mode = mode;
    this.#render();
    this.box.querySelector(`[data-mode="${mode}"]`).focus();
  }

  #return() {
    const code = this.came.pop();
    const came = this.came;
    this.open(code, { from: "" }).then(() => {
      this.came = came;
      if (this.entry) this.#render();
    });
  }

  #walkView(links) {
    const { walk } = this;
    const place = walk.outcome ?? walk.step;
    return el("div", { class: "walk" },
      this.#progress(),
      walk.trail.length > 0 && this.#trail(),
      walk.outcome ? outcomeCard(walk.outcome, walk.trail, { onNext: this.onNext })
        : place ? this.#step(place, links)
          : el("p", { class: "notice bad" }, icon("warn"), el("span", { text: "这份指引在这里没有下一步，请退回一步，并告知经验库维护人。" })));
  }

  #progress() {
    const { walk } = this;
    const done = walk.trail.length;
    const left = walk.remaining;
    const text = walk.outcome ? `走了 ${done} 步，已有结论`
      : left > 1 ? `第 ${done + 1} 步，最快再走 ${left} 步有结论` : `第 ${done + 1} 步`;
    return el("div", { class: "progress" },
      el("progress", { max: done + left || 1, value: done, "aria-label": "指引进度" }),
      el("span", { class: "progress-text", text }),
      done > 0 && el("button", { class: "button small", type: "button", on: { click: () => this.#go((w) => w.back()) } }, icon("back"), "上一步"),
      done > 0 && el("button", { class: "button small", type: "button", on: { click: () => this.#go((w) => w.restart() ?? true) } }, icon("restart"), "重来"));
  }

  #trail() {
    return el("ol", { class: "trail", "aria-label": "已走的步骤，点按可回到那一步" },
      ...this.walk.trail.map(({ step, branch }, number) => el("li", {},
        el("button", { type: "button", title: `回到这一步：${step.instruction}`, on: { click: () => this.#go((w) => w.back(number)) } },
          el("span", { class: "trail-number", text: number + 1 }),
          el("span", { class: "trail-step", text: step.instruction }),
          el("span", { class: "trail-answer", text: branch.answer })))));
  }

  #step(step, links) {
    return el("article", { class: "step", data: { kind: step.kind } },
      stepLabels(step),
      el("h3", { class: "now", tabindex: "-1" }, ...links(step.instruction)),
      step.expect && el("p", { class: "expect" }, el("b", { text: "预期" }), el("span", {}, ...links(step.expect))),
      el("div", { class: "choices", role: "group", "aria-label": "选一个结果" },
        ...(step.branches ?? []).map(({ answer }, number) => el("button", {
          class: "choice", type: "button", data: { answer }, on: { click: () => this.answer(number) },
        }, number < 9 && el("kbd", { text: number + 1 }), el("span", { class: "choice-text", text: answer })))));
  }

  #allView(links) {
    const { guide } = this.entry;
    const numbers = new Map(guide.steps.map((step, i) => [step.id, i + 1]));
    const outcomes = new Map((guide.outcomes ?? []).map((outcome) => [outcome.id, outcome]));
    const target = (id) => {
      if (numbers.has(id)) return `第 ${numbers.get(id)} 步`;
      return outcomes.has(id) ? outcomeName(outcomes.get(id)) : "没有下一步";
    };
    return el("div", { class: "all" },
      el("ol", { class: "all-steps" }, ...guide.steps.map((step) => el("li", { data: { kind: step.kind } },
        stepLabels(step),
        el("p", { class: "all-instruction" }, ...links(step.instruction)),
        step.expect && el("p", { class: "expect" }, el("b", { text: "预期" }), el("span", {}, ...links(step.expect))),
        el("ul", { class: "all-branches" }, ...(step.branches ?? []).map((branch) =>
          el("li", {}, el("span", { text: branch.answer }), el("span", { class: "all-next", text: `→ ${target(branch.next)}` }))))))),
      el("h3", { text: "结论与答复" }),
      el("ul", { class: "all-outcomes" }, ...[...outcomes.values()].map((outcome) => el("li", { data: { kind: outcome.kind } },
        el("b", {}, icon(outcome.kind), outcomeName(outcome)),
        outcome.reply && el("p", { text: outcome.reply })))));
  }

  #skeleton() {
    this.box.replaceChildren(el("div", { class: "skeleton" }, el("i"), el("i", { class: "tall" }), el("i"), el("i")));
  }

  #failed(problem, code, from) {
    this.box.replaceChildren(el("div", { class: "verdict", data: { kind: "error" } }, icon("warn"),
      el("div", { class: "verdict-body" },
        el("p", { class: "verdict-title", text: `没能取到 ${code}：${problem.title ?? problem.message}` }),
        problem.detail && el("p", { text: problem.detail }),
        el("button", { class: "button", type: "button", on: { click: () => this.open(code, { from }) } }, icon("restart"), "重试"))));
  }
}

function stepLabels(step) {
  return el("p", { class: "step-labels" },
    el("span", { class: "kind", data: { kind: step.kind } }, icon(step.kind), KINDS[step.kind] ?? step.kind),
    step.minutes > 0 && el("span", { class: "minutes" }, icon("clock"), `约 ${step.minutes} 分钟`));
}
