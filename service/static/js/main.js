/**
 * The lookup page: one ticket in, ranked entries out, a guide to walk. This module only connects the
 * parts; it holds the one answer on show and sees to it that an older one never replaces it.
 * @module main
 */

import { Api } from "./api.js";
import { byId, oneColumn, scrollBehavior } from "./dom.js";
import { GuidePane } from "./guide.js";
import { bindKeys } from "./keys.js";
import { Marks } from "./marks.js";
import { questionCard, renderAnswered } from "./question.js";
import { Suggestions } from "./suggestions.js";
import { TicketForm } from "./ticket.js";
import { clearVerdict, renderProblem, renderVerdict } from "./verdict.js";

const TOP = 10;
const SKELETON_AFTER_MS = 150;

const desk = byId("main");
const api = new Api(desk.dataset.api);
const marks = new Marks();
const guide = new GuidePane(api, { onNext: next });
const suggestions = new Suggestions({
  onSelect: (suggestion, byHand) => {
    marks.light(suggestion.evidence);
    guide.open(suggestion.code);
    if (byHand && oneColumn()) scrollTo("guide-pane");
  },
  onPreview: (suggestion) => marks.light((suggestion ?? suggestions.current)?.evidence ?? null),
});
const form = new TicketForm({ onSubmit: () => search([], { fresh: true }), onClear: clear, onRestore: restore });

/** @type {{sent: object, answered: Array<object>, answer: object} | null} what is on show */
let shown = null;
/** @type {AbortController | null} the call that is under way */
let pending = null;

/**
 * Asks about the ticket that was last sent, which is not always what stands in the box by now.
 * @param {Array<{question: string, answer: string}>} answered
 * @param {{fresh?: boolean}} [how] whether it is another ticket, so that walks begin anew
 */
async function search(answered, { fresh = false } = {}) {
  if (!fresh && !shown) return; // an answer to a question that is no longer on show
  pending?.abort();
  if (fresh) shown = null;
  const controller = new AbortController();
  pending = controller;
  const { sent } = form;
  const focused = document.activeElement;
  busy(true);
  const waiting = setTimeout(() => {
    if (pending !== controller) return;
    setState("loading");
    if (fresh) guide.reset();
  }, SKELETON_AFTER_MS);
  try {
    const answer = await api.match(questionOf(sent, answered), controller.signal);
    if (pending !== controller) return;
    if (fresh) guide.reset();
    show({ sent, answered, answer });
    if (answer.verdict !== "none" && byId("suggestions").childElementCount) settleFocus(focused);
    if (oneColumn()) scrollTo("results-pane");
  } catch (problem) {
    if (pending !== controller) return;
    fail(problem, answered);
  } finally {
    clearTimeout(waiting);
    if (pending === controller) busy(false);
  }
}

function questionOf({ text, handling, service }, answered) {
  const question = { text, top: TOP };
  if (handling.trim()) question.handling = handling;
  if (service) question.service = service;
  if (answered.length) question.answered = answered;
  return question;
}

function show(state) {
  shown = state;
  const { sent, answered, answer } = state;
  setState("answered");
  showMarks(true);
  marks.render(sent, answer.highlights);
  renderVerdict(answer, {
    service: sent.service,
    handling: sent.handling,
    widen: () => {
      form.value = { ...form.value, service: "" };
      form.submit();
    },
  });
  renderAnswered(answered, (number) => search(answered.filter((_, i) => i !== number)));
  marks.light(null);
  suggestions.render(answer, answer.ask ? questionCard(answer.ask, reply) : null);
}

function fail(problem, answered) {
  takeAway();
  setState("failed");
  renderProblem(problem, () => search(answered, { fresh: true }));
}

/** Answers the question on show with one of its answers. */
function reply(answer) {
  if (!shown?.answer.ask) return;
  search([...shown.answered, { question: shown.answer.ask.question, answer }]);
}

/** Takes the results away and gives back what `restore` needs. */
function clear() {
  const kept = shown;
  pending?.abort();
  pending = null;
  busy(false);
  takeAway();
  setState("idle");
  return kept;
}

function takeAway() {
  shown = null;
  clearVerdict();
  suggestions.clear();
  guide.reset();
  renderAnswered([], () => {});
  showMarks(false);
}

function restore(kept) {
  if (kept) show(kept);
}

/** The ticket is done: an empty box, ready for the next. */
function next() {
  form.clear();
  if (oneColumn()) scrollTo("ticket-pane");
}

/** After an answer the keys belong to the list, unless the reader has gone elsewhere meanwhile. */
function settleFocus(before) {
  const now = document.activeElement;
  if (now === before || now === document.body) byId("suggestions").focus({ preventScroll: true });
}

function setState(state) {
  desk.dataset.state = state;
  const loading = state === "loading";
  byId("start").hidden = state !== "idle";
  byId("jump").hidden = state !== "answered";
  byId("results-skeleton").hidden = !loading;
  if (loading) {
    clearVerdict();
    suggestions.clear();
  }
}

/** Without marks under it, the box for the ticket takes the whole height. */
function showMarks(on) {
  byId("marks-pane").hidden = !on;
  desk.classList.toggle("is-tall", !on);
}

function busy(on) {
  byId("results-pane").setAttribute("aria-busy", on);
  byId("search").classList.toggle("is-busy", on);
}

function scrollTo(id) {
  byId(id).scrollIntoView({ block: "start", behavior: scrollBehavior() });
}

function openHelp() {
  byId("help").showModal();
}

bindKeys({
  search: () => form.submit(),
  escape: () => form.escape(),
  move: (step, inGuide) => (inGuide ? guide.moveFocus(step) : suggestions.move(step)),
  enterGuide: () => guide.focus(),
  leaveGuide: () => byId("suggestions").focus(),
  answer: (number) => guide.answer(number),
  back: () => guide.back(),
  reply: (number) => {
    const answer = shown?.answer.ask?.answers[number];
    if (!answer) return false;
    reply(answer.answer);
    return true;
  },
  copy: () => guide.copyReply(),
  focusBox: () => {
    form.focus();
    if (oneColumn()) scrollTo("ticket-pane");
  },
  help: openHelp,
});

byId("help-open").addEventListener("click", openHelp);
for (const button of byId("jump").querySelectorAll("button")) {
  button.addEventListener("click", () => scrollTo(button.dataset.to));
}
