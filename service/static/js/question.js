/**
 * The one question that separates the first two suggestions, and what was answered so far.
 * @module question
 */

import { byId, el, icon } from "./dom.js";

const LETTERS = "ABCD";

/**
 * @param {{question: string, answers: Array<{answer: string, code: string}>}} ask
 * @param {(answer: string) => void} onAnswer
 * @returns {HTMLElement} the card
 */
export function questionCard(ask, onAnswer) {
  const answers = ask.answers.map(({ answer, code }, number) =>
    el("button", {
      class: "choice", type: "button", data: { answer },
      on: { click: () => onAnswer(answer) },
    },
    LETTERS[number] && el("kbd", { text: LETTERS[number] }),
    el("span", { class: "choice-text", text: answer }),
    el("span", { class: "choice-to", text: code, title: `支持 ${code}` })));
  return el("div", { class: "question", id: "question", role: "group", "aria-label": "先问一句" },
    el("p", { class: "question-text" }, icon("ask"), el("b", { text: "先问一句：" }), ask.question),
    el("div", { class: "choices" }, ...answers));
}

/**
 * Shows what was answered, each with a way to take it back.
 * @param {Array<{question: string, answer: string}>} answered
 * @param {(number: number) => void} onUndo
 */
export function renderAnswered(answered, onUndo) {
  const list = byId("answered");
  list.hidden = !answered.length;
  list.replaceChildren(...answered.map(({ question, answer }, number) =>
    el("li", { class: "answered-item" },
      el("span", { class: "answered-text" },
        el("span", { class: "soft", text: question }), " ", el("b", { text: answer })),
      el("button", {
        class: "icon-button", type: "button", title: "撤回这个回答",
        "aria-label": `撤回回答：${answer}`, on: { click: () => onUndo(number) },
      }, icon("close")))));
}
