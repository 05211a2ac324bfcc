/**
 * The two calls of the page. Every failure becomes a `Problem` with a title and a remedy.
 * @module api
 */

const TIMEOUT_MS = 15000;

/** Why a call failed, in words for the dispatcher. */
export class Problem extends Error {
  /**
   * @param {string} title
   * @param {string} detail
   * @param {number} [status] HTTP status; 0 when no answer came
   */
  constructor(title, detail, status = 0) {
    super(title);
    this.title = title;
    this.detail = detail;
    this.status = status;
  }
}

/** Calls under one base address. */
export class Api {
  /** @param {string} base such as `/api/v1` */
  constructor(base) {
    this.base = base;
  }

  /**
   * @param {object} question body of `POST /match`
   * @param {AbortSignal} signal ends the call when a newer question was sent
   * @returns {Promise<object>} the match answer
   * @throws {Problem} and `AbortError` when `signal` ended it
   */
  match(question, signal) {
    return this.#call("/match", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(question),
    }, signal);
  }

  /**
   * @param {string} code
   * @param {AbortSignal} [signal]
   * @returns {Promise<object>} the entry as a library line
   */
  entry(code, signal) {
    return this.#call(`/entries/${encodeURIComponent(code)}`, {}, signal);
  }

  async #call(path, options, signal) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      stop();
    }, TIMEOUT_MS);
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      const response = await fetch(this.base + path, {
        ...options,
        headers: { Accept: "application/json", ...options.headers },
        signal: controller.signal,
      });
      if (!response.ok) throw await problemOf(response);
      return await response.json();
    } catch (error) {
      if (error instanceof Problem || signal?.aborted) throw error;
      if (late) {
        throw new Problem("等了 15 秒没有回应", "服务可能正忙。内容还在，请稍后重试。");
      }
      if (error instanceof SyntaxError) {
        throw new Problem("收到的回答看不懂", "可能被网关改写。请重试；仍不行请联系管理员。");
      }
      throw navigator.onLine
        ? new Problem("连不上服务", "服务没有启动，或网络被拦截。内容还在，请稍后重试。")
        : new Problem("电脑断网了", "请检查本机网络。内容还在，连上后重试即可。");
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
    }
  }
}

async function problemOf(response) {
  let body = {};
  try {
    body = (await response.json()) ?? {};
  } catch {
    // Not JSON: a proxy's error page. The status alone must do.
  }
  return new Problem(
    body.title || `服务回答了错误 ${response.status}`,
    body.detail || "请重试；仍不行请把这个编号告诉管理员。",
    response.status,
  );
}
