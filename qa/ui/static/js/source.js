// The source pane: an article, its cited words lit up, and arrows from one citation to the next.
import { get } from "./api.js";
import { on, tell } from "./bus.js";
import { markNow, pieces } from "./cites.js";
import { $, button, el, isPhone } from "./dom.js";
import { removeArticles } from "./library.js";
import { show } from "./panes.js";

let now = null; // {entry, n} or {article}
let turn = 0;

function bar(...children) {
  return el("div", { class: "srcbar" }, ...children);
}

function steps(entry, n) {
  const many = entry.cites.length;
  const go = (by) => () => cite({ entry, n: ((n - 1 + by + many) % many) + 1 });
  return el("div", { class: "steps", role: "group", "aria-label": "Citations" },
    button("←", go(-1), { "aria-label": "Citation before", disabled: many < 2 }),
    el("span", { text: `Citation ${n} of ${many}`, id: "cite-place" }),
    button("→", go(1), { "aria-label": "Next citation", disabled: many < 2 }));
}

function empty() {
  now = null;
  $("source").replaceChildren(
    el("div", { class: "srcempty" }, el("strong", { text: "The source" }), "Press a number beside an answer to see its words in the article, or open an article from the library."),
  );
}

function loading(top) {
  $("source").replaceChildren(top, el("div", { class: "srcbody" }, el("div", { class: "skeleton", "aria-hidden": "true" }, el("i"), el("i"), el("i"), el("i"))));
}

function broken(top, cite, message) {
  $("source").replaceChildren(top, el("div", { class: "srcbody", tabindex: "0", role: "group", "aria-label": "Article" },
    cite ? el("h2", { text: cite.title, dir: "auto" }) : null,
    el("p", { class: "warn", text: message }),
    cite ? el("blockquote", { class: "quote", dir: "auto" }, el("mark", { text: cite.quote })) : null));
}

function facts(article) {
  return [article.source, article.author, article.date, article.language].filter(Boolean).join(" · ");
}

function body(article, more) {
  const text = el("div", { class: "text", dir: "auto" }, article.paragraphs.map((each) => el(each.heading ? "h3" : "p", {}, pieces(each.pieces))));
  return el("div", { class: "srcbody", tabindex: "0", role: "group", "aria-label": "Article" },
    el("h2", { text: article.title, dir: "auto" }),
    el("p", { class: "meta", dir: "auto" }, facts(article), article.url ? [" · ", el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer", text: "original" })] : null),
    el("div", { class: "acts" },
      button("Summarise", () => tell("ask", { mode: "summarize", text: "", articles: [article.id], title: article.title })),
      button("Quotes", () => tell("ask", { mode: "quotes", text: "", articles: [article.id], title: article.title })),
      button("Remove", () => removeArticles([article.id]), { class: "danger writes" })),
    article.before !== null ? button("Show what is before", () => more(article.before)) : null,
    text,
    article.after !== null ? button("Show what follows", () => more(article.after)) : null);
}

async function load(id, { entry = null, n = null, at = null } = {}) {
  const mine = (turn += 1);
  const found = entry?.cites[n - 1];
  const top = entry ? bar(steps(entry, n), button("Whole article", () => openArticle({ article: id }), { class: "wide-only" })) : bar(el("span", { text: "Article" }));
  loading(top);
  tell("opened", { article: id });
  if (isPhone()) show("source");
  let article;
  try {
    article = await get(`articles/${encodeURIComponent(id)}`, { entry: entry?.id, at: at ?? found?.start });
  } catch (error) {
    if (mine === turn) broken(top, found, found ? "This article is no longer in the library. These are the words that were cited:" : error.message);
    return;
  }
  if (mine !== turn) return;
  $("source").replaceChildren(top, body(article, (place) => load(id, { entry, n, at: place })));
  const marks = [...$("source").querySelectorAll("mark")].filter((mark) => mark.dataset.cites.split(" ").includes(String(n)));
  marks.forEach((mark) => mark.classList.add("now"));
  const box = $("source").querySelector(".srcbody");
  if (marks[0] && at === null) box.scrollTop = marks[0].offsetTop - box.clientHeight / 3;
}

/** Open the place that a citation names. */
export function cite({ entry, n, quiet = false }) {
  if (quiet && isPhone()) return;
  now = { entry, n };
  markNow(entry.id, n);
  load(entry.cites[n - 1].article, { entry, n });
}

export function openArticle({ article }) {
  now = { article };
  markNow("", 0);
  load(article);
}

export function start() {
  empty();
  on("cite", cite);
  on("open", openArticle);
  on("closed", () => {
    empty();
    tell("opened", { article: null });
  });
  addEventListener("keydown", (event) => {
    const step = { "[": -1, "]": 1 }[event.key];
    if (!step || !now?.entry || event.target.closest?.("input, textarea, select")) return;
    const many = now.entry.cites.length;
    cite({ entry: now.entry, n: ((now.n - 1 + step + many) % many) + 1 });
  });
}
