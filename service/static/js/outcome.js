/**
 * Where a guide ends: what to do with the ticket, and what to tell the customer.
 * @module outcome
 */

import { el, icon } from "./dom.js";
import { copy } from "./toast.js";

/**
 * @param {{kind: string, department?: string}} outcome
 * @returns {string} such as 派单到 装维班
 */
export function outcomeName({ kind, department }) {
  if (kind === "resolved") return "已解决";
  const verb = kind === "dispatch" ? "派单" : "升级";
  return department ? `${verb}到 ${department}` : verb;
}

/**
 * @param {object} outcome
 * @param {Array<{step: object, branch: object}>} trail
 * @param {{onNext: () => void}} listeners
 * @returns {HTMLElement}
 */
export function outcomeCard(outcome, trail, { onNext }) {
  return el("article", { class: "outcome", id: "outcome", data: { kind: outcome.kind } },
    el("h3", { class: "now", tabindex: "-1" }, icon(outcome.kind), el("span", { text: outcomeName(outcome) })),
    outcome.reply && el("figure", { class: "reply" },
      el("figcaption", { text: "给客户的回复" }),
      el("blockquote", { id: "reply", text: outcome.reply })),
    el("div", { class: "outcome-actions" },
      outcome.reply && el("button", { class: "button primary reply-copy", type: "button", on: { click: () => copy(outcome.reply) } },
        icon("copy"), "复制回复", el("kbd", { text: "C" })),
      el("button", { class: "button", type: "button", on: { click: () => copy(record(outcome, trail)) } }, icon("copy"), "复制处理过程"),
      el("button", { class: "button", type: "button", text: "处理下一张", on: { click: onNext } })));
}

/** The trail as lines for the ticket's handling record. */
function record(outcome, trail) {
  const lines = trail.map(({ step, branch }, number) => `${number + 1}. ${step.instruction} → ${branch.answer}`);
  return [...lines, `结论：${outcomeName(outcome)}`].join("\n");
}
