/**
 * One place that turns key presses into commands. While somebody types, only Ctrl+Enter and Esc are
 * commands; everything else belongs to the field.
 * @module keys
 */

/**
 * @typedef {object} Commands what a key may do; each returns `false` to leave the key alone
 * @property {() => boolean | void} search
 * @property {() => boolean | void} escape
 * @property {(step: 1 | -1, inGuide: boolean) => boolean | void} move
 * @property {() => boolean | void} enterGuide
 * @property {() => boolean | void} leaveGuide
 * @property {(number: number) => boolean | void} answer from 0
 * @property {(number: number) => boolean | void} reply answers the question, from 0
 * @property {() => boolean | void} back
 * @property {() => boolean | void} copy
 * @property {() => boolean | void} focusBox
 * @property {() => boolean | void} help
 */

/** @param {Commands} commands */
export function bindKeys(commands) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.repeat && event.key === "Enter" && !isTyping(event.target)) {
      event.preventDefault(); // a key held down must not run through a guide
      return;
    }
    const command = commandOf(event, commands);
    if (command && command() !== false) event.preventDefault();
  });
}

function commandOf(event, commands) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return commands.search;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === "Escape") return event.repeat ? null : commands.escape;
  if (isTyping(event.target)) return null;

  const inGuide = Boolean(event.target.closest?.("#guide-pane"));
  switch (event.key) {
    case "ArrowDown": return () => commands.move(1, inGuide);
    case "ArrowUp": return () => commands.move(-1, inGuide);
    case "ArrowRight": return commands.enterGuide;
    case "ArrowLeft": return inGuide ? commands.leaveGuide : null;
    case "Enter": return inGuide || isControl(event.target) ? null : commands.enterGuide;
    case "Backspace": return commands.back;
    case "?":
    case "？": return commands.help;
    case "/":
    case "、": return commands.focusBox;
    default:
  }
  if (event.repeat) return null;
  if (/^[1-9]$/.test(event.key)) return () => commands.answer(Number(event.key) - 1);
  // C copies where there is a reply to copy, and is the third answer elsewhere.
  if (/^c$/i.test(event.key)) return () => commands.copy() !== false || commands.reply(2);
  return /^[abd]$/i.test(event.key)
    ? () => commands.reply("abcd".indexOf(event.key.toLowerCase()))
    : null;
}

function isTyping(target) {
  return Boolean(target.closest?.("textarea, input, select, [contenteditable]"));
}

function isControl(target) {
  return Boolean(target.closest?.("button, a, summary"));
}
