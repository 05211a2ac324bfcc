/**
 * Walking a guide: where one stands, how one came there, how far it is. Knows nothing of the page.
 * @module walk
 */

/** A walk through one guide, from its start to an outcome. */
export class Walk {
  /** @param {{start: string, steps: Array<object>, outcomes: Array<object>}} guide */
  constructor(guide) {
    this.guide = guide;
    this.steps = new Map(guide.steps.map((step) => [step.id, step]));
    this.outcomes = new Map((guide.outcomes ?? []).map((outcome) => [outcome.id, outcome]));
    this.restart();
  }

  /** Goes back to the start. */
  restart() {
    /** @type {Array<{step: object, branch: object}>} */
    this.trail = [];
    this.at = this.guide.start;
  }

  /** @returns {object | undefined} the step one stands at, unless it is an outcome */
  get step() {
    return this.steps.get(this.at);
  }

  /** @returns {object | undefined} the outcome one has reached */
  get outcome() {
    return this.outcomes.get(this.at);
  }

  /**
   * @param {number} number branch, from 0
   * @returns {boolean} whether there is such a branch
   */
  answer(number) {
    const step = this.step;
    const branch = step?.branches?.[number];
    if (!branch) return false;
    this.trail.push({ step, branch });
    this.at = branch.next;
    return true;
  }

  /**
   * @param {number} [number] step of the trail to stand at again; the last one by default
   * @returns {boolean} whether there was a step to go back to
   */
  back(number = this.trail.length - 1) {
    const past = this.trail[number];
    if (!past) return false;
    this.at = past.step.id;
    this.trail.length = number;
    return true;
  }

  /** @returns {number} answers that are needed at the least before an outcome */
  get remaining() {
    let frontier = [this.at];
    const seen = new Set(frontier);
    for (let distance = 0; frontier.length; distance += 1) {
      if (frontier.some((id) => this.outcomes.has(id))) return distance;
      frontier = frontier
        .flatMap((id) => this.steps.get(id)?.branches ?? [])
        .map((branch) => branch.next)
        .filter((id) => !seen.has(id) && seen.add(id));
    }
    return 1;
  }
}
