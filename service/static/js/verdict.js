/**
 * The line over the suggestions: found, not sure, nothing fits, or the call failed; and what to do.
 * @module verdict
 */

import { byId, el, icon } from "./dom.js";
import { announce } from "./toast.js";

/**
 * @param {object} answer of `POST /match`
 * @param {{service: string, widen: () => void, handling: string}} context what the advice needs
 */
export function renderVerdict(answer, { service, widen, handling }) {
  const [first] = answer.suggestions;
  if (answer.verdict === "match" && first) {
    show("match", "ok", `匹配到 ${first.title}`);
  } else if (answer.verdict === "uncertain" && first) {
    show("uncertain", "ask", answer.ask
      ? "还不能确定，请核对下面的问题"
      : "还不能确定，请对照前几条的理由和边界");
  } else {
    show("none", "none", "经验库里没有相符的条目", advice(service, widen, handling));
  }
}

/**
 * @param {import("./api.js").Problem} problem
 * @param {() => void} retry
 */
export function renderProblem(problem, retry) {
  const button = el("button", { class: "button", type: "button", on: { click: retry } }, icon("restart"), "重试");
  show("error", "warn", problem.title, [el("p", { text: problem.detail }), button]);
}

/** Takes the line away. */
export function clearVerdict() {
  byId("verdict").hidden = true;
  byId("verdict").replaceChildren();
}

function show(kind, symbol, title, more = []) {
  const box = byId("verdict");
  box.hidden = false;
  box.dataset.kind = kind;
  box.replaceChildren(icon(symbol), el("div", { class: "verdict-body" }, el("p", { class: "verdict-title", text: title }), ...more));
  announce(title);
}

function advice(service, widen, handling) {
  const items = [
    el("li", { text: "补上客户的原话：什么现象、哪个灯什么颜色、报什么错、从什么时候开始。" }),
    handling ? null : el("li", { text: "有处理记录（网管告警、已做操作）也贴上，往往一句就能分清。" }),
    service ? el("li", {}, `现在只查「${service}」，`, el("button", {
      class: "link", type: "button", text: "改查全部业务", on: { click: widen },
    })) : null,
    el("li", { text: "还是没有，请按现有流程派单，并把这张工单报给经验库维护人补录。" }),
  ];
  return [el("ul", { class: "advice" }, ...items.filter(Boolean))];
}
