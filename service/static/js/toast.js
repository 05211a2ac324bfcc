/**
 * Short notes at the edge of the page, spoken announcements, and copying with both.
 * @module toast
 */

import { byId, el } from "./dom.js";

const SHOWN_MS = 3500;
const WITH_ACTION_MS = 9000;

/**
 * @param {string} text
 * @param {{label: string, run: () => void}} [action] something the reader may do about it
 */
export function toast(text, action) {
  const note = el("div", { class: "toast" }, el("span", { text }));
  if (action) {
    const run = () => {
      note.remove();
      action.run();
    };
    note.append(el("button", { class: "toast-action", type: "button", text: action.label, on: { click: run } }));
  }
  byId("toasts").replaceChildren(note);
  setTimeout(() => note.remove(), action ? WITH_ACTION_MS : SHOWN_MS);
}

/** Takes the note away before its time. */
export function dismiss() {
  byId("toasts").replaceChildren();
}

/** @param {string} text said by a screen reader, not shown */
export function announce(text) {
  byId("live").textContent = text;
}

/**
 * Copies a text and says so.
 * @param {string} text
 * @returns {Promise<boolean>} whether it worked
 */
export async function copy(text) {
  const done = (await copyModern(text)) || copyOld(text);
  toast(done ? "已复制" : "没能复制，请选中文字后按 Ctrl+C");
  return done;
}

async function copyModern(text) {
  // Absent on plain http except localhost, which is how most centres reach the page.
  if (!navigator.clipboard?.writeText) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function copyOld(text) {
  const back = document.activeElement;
  const box = el("textarea", { class: "sr", readonly: true, "aria-hidden": "true", tabindex: "-1" });
  box.value = text;
  document.body.append(box);
  box.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    box.remove();
    back?.focus?.({ preventScroll: true });
  }
}
