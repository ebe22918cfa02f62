// A list of any length: only the rows in sight are there, fetched a hundred at a time.
import { el, refill } from "./dom.js";

const HEIGHT = 74;
const PAGE = 100;
const SPARE = 8;

export class List {
  /** `fetchPage(offset)` gives {total, articles}; `row(article, index)` makes an element. */
  constructor(box, { fetchPage, row, nothing, failed }) {
    Object.assign(this, { box, fetchPage, row, nothing, failed });
    this.sizer = el("div", { class: "sizer" });
    this.clear();
    box.addEventListener("scroll", () => this.draw(), { passive: true });
    new ResizeObserver(() => this.draw()).observe(box);
  }

  clear() {
    this.pages = new Map();
    this.turn = (this.turn ?? 0) + 1;
  }

  /** Load anew; the place in the list stays unless it is to begin at the top. */
  async reload(top) {
    this.clear();
    const turn = this.turn;
    const first = top ? 0 : Math.floor(this.box.scrollTop / HEIGHT / PAGE);
    let page;
    try {
      page = await this.fetchPage(first * PAGE);
    } catch (error) {
      if (turn === this.turn) this.failed(error);
      return;
    }
    if (turn !== this.turn) return; // typed on meanwhile
    this.total = page.total;
    this.pages.set(first, page.articles);
    refill(this.box, this.total ? this.sizer : this.nothing());
    this.sizer.style.height = `${this.total * HEIGHT}px`;
    if (top) this.box.scrollTop = 0;
    this.draw();
  }

  at(index) {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  draw() {
    if (!this.total) return;
    const first = Math.max(0, Math.floor(this.box.scrollTop / HEIGHT) - SPARE);
    const last = Math.min(this.total, Math.ceil((this.box.scrollTop + this.box.clientHeight) / HEIGHT) + SPARE);
    const rows = [];
    for (let index = first; index < last; index += 1) {
      const article = this.at(index);
      if (!article) this.want(Math.floor(index / PAGE));
      const made = article ? this.row(article, index) : el("div", { class: "art blank" });
      made.style.top = `${index * HEIGHT}px`;
      rows.push(made);
    }
    const focused = this.sizer.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    refill(this.sizer, ...rows);
    if (focused) this.sizer.querySelector(`[data-key="${focused}"]`)?.focus({ preventScroll: true });
  }

  async want(number) {
    if (this.pages.has(number)) return;
    this.pages.set(number, []);
    const turn = this.turn;
    try {
      const page = await this.fetchPage(number * PAGE);
      if (turn !== this.turn) return;
      this.pages.set(number, page.articles);
      this.draw();
    } catch {
      this.pages.delete(number); // the next scroll asks again
    }
  }

  /** Bring a row into sight. */
  reveal(index) {
    const top = index * HEIGHT;
    if (top < this.box.scrollTop) this.box.scrollTop = top;
    else if (top + HEIGHT > this.box.scrollTop + this.box.clientHeight) this.box.scrollTop = top + HEIGHT - this.box.clientHeight;
    this.draw();
  }
}
