// How long somebody is at work on the form: the time between keys and clicks that are at most a minute apart.
// A page left open counts nothing.

const APART = 60_000;

export class Activity {
  constructor(target, now = () => performance.now()) {
    this.now = now;
    this.last = null;
    this.spent = 0;
    for (const kind of ["keydown", "pointerdown"]) {
      target.addEventListener(kind, () => this.touched(), { capture: true, passive: true });
    }
  }

  touched() {
    const now = this.now();
    if (this.last !== null && now - this.last <= APART) this.spent += now - this.last;
    this.last = now;
  }

  /** Whole seconds since they were last taken; what is left of a second stays. */
  taken() {
    const seconds = Math.floor(this.spent / 1000);
    this.spent -= seconds * 1000;
    return seconds;
  }

  /** They could not be told: they are told next time. */
  giveBack(seconds) {
    this.spent += seconds * 1000;
  }
}
