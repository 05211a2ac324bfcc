/**
 * The form: two texts and a business line, counted, cleared and brought back. Nothing is stored.
 * @module ticket
 */

import { byId, codePoints } from "./dom.js";
import { dismiss, toast } from "./toast.js";

const EXAMPLE = "用户称光猫有个红灯一直在闪，家里手机电脑都上不了网，重启过没用，请尽快处理";
const SECOND_ESC_MS = 1800;

/**
 * @typedef {{text: string, handling: string, service: string}} Ticket
 */

/** The form and its undo. */
export class TicketForm {
  /**
   * @param {object} listeners
   * @param {() => void} listeners.onSubmit
   * @param {() => unknown} listeners.onClear lets the results go; its answer comes back with an undo
   * @param {(kept: unknown) => void} listeners.onRestore brings the results back
   */
  constructor({ onSubmit, onClear, onRestore }) {
    this.onSubmit = onSubmit;
    this.onClear = onClear;
    this.onRestore = onRestore;
    this.limit = Number(byId("main").dataset.maxText) || 20000;
    this.text = byId("text");
    this.handling = byId("handling");
    this.service = byId("service");
    this.hint = byId("ticket-hint");
    this.sent = null;
    this.saved = null;
    this.escapedAt = 0;
    byId("ticket").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    byId("clear").addEventListener("click", () => (this.saved ? this.restore() : this.clear()));
    byId("example").addEventListener("click", () => this.#example());
    for (const field of [this.text, this.handling, this.service]) {
      field.addEventListener("input", () => this.#changed());
    }
    this.text.addEventListener("paste", () => this.#pasted());
    this.#changed();
  }

  /** @returns {Ticket} what stands in the form, letter for letter */
  get value() {
    return { text: this.text.value, handling: this.handling.value, service: this.service.value };
  }

  /** @param {Ticket} ticket */
  set value(ticket) {
    this.text.value = ticket.text;
    this.handling.value = ticket.handling;
    this.service.value = ticket.service;
    if (ticket.handling) byId("handling-fold").open = true;
    this.#changed();
  }

  /** Sends the form, unless there is nothing or too much to send. */
  submit() {
    const { text, handling } = this.value;
    const long = [[text, "投诉内容"], [handling, "处理记录"]].find(([value]) => codePoints(value) > this.limit);
    if (!text.trim()) {
      this.#hint("请先粘贴投诉内容。");
      this.text.focus();
    } else if (long) {
      this.#hint(`${long[1]}超过 ${this.limit.toLocaleString("zh-CN")} 字，请只留这一张工单的内容。`);
    } else {
      this.sent = this.value;
      this.#hint("");
      this.onSubmit();
    }
  }

  /** Empties the form; can be undone until something new is typed. */
  clear() {
    const { text, handling, service } = this.value;
    if (!text && !handling && !this.sent) return;
    const saved = { ticket: { text, handling, service }, sent: this.sent, kept: this.onClear() };
    this.sent = null;
    this.value = { text: "", handling: "", service: "" };
    byId("handling-fold").open = false;
    this.saved = saved;
    byId("clear").textContent = "撤销清空";
    toast("已清空", { label: "撤销清空", run: () => this.restore() });
    this.text.focus();
  }

  /** Brings back what `clear` took away. */
  restore() {
    if (!this.saved) return;
    const { ticket, sent, kept } = this.saved;
    dismiss();
    this.sent = kept ? sent : null;
    this.value = ticket;
    this.onRestore(kept);
    this.text.focus();
  }

  /** One Esc warns, the second clears. */
  escape() {
    if (Date.now() - this.escapedAt < SECOND_ESC_MS) {
      this.escapedAt = 0;
      this.clear();
    } else if (this.text.value || this.handling.value) {
      this.escapedAt = Date.now();
      toast("再按一次 Esc 清空");
    }
  }

  /** Puts the focus on the complaint, all of it selected, ready for the next paste. */
  focus() {
    this.text.focus();
    this.text.select();
  }

  #example() {
    if (this.text.value && this.text.value !== EXAMPLE) this.clear();
    const { saved } = this;
    this.value = { ...this.value, text: EXAMPLE };
    if (saved) this.#offerUndo(saved);
    this.text.focus();
  }

  #offerUndo(saved) {
    this.saved = saved;
    byId("clear").textContent = "撤销清空";
  }

  #pasted() {
    const whole = this.text.selectionStart === 0 && this.text.selectionEnd === this.text.value.length;
    const stale = this.handling.value && this.handling.value === this.sent?.handling;
    if (whole && stale) {
      toast("处理记录还是上一张工单的", {
        label: "清掉处理记录",
        run: () => {
          this.handling.value = "";
          this.#changed();
        },
      });
    }
  }

  #changed() {
    this.saved = null;
    byId("clear").textContent = "清空";
    for (const field of [this.text, this.handling]) {
      const length = codePoints(field.value);
      const count = byId(`${field.id}-count`);
      count.textContent = length ? `${length.toLocaleString("zh-CN")} / ${this.limit.toLocaleString("zh-CN")} 字` : "";
      count.classList.toggle("over", length > this.limit);
    }
    const { sent, value } = this;
    const same = !sent || Object.keys(value).every((name) => sent[name] === value[name]);
    this.#hint(same ? "" : "内容已改动，现在显示的还是改动前的结果；按 Ctrl+Enter 重新查询。");
  }

  #hint(text) {
    this.hint.textContent = text;
    this.hint.hidden = !text;
  }
}
