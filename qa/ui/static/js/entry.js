// One entry: its question, and a card with what came of it or with how far it is.
import { post } from "./api.js";
import { tell } from "./bus.js";
import { button, count, el } from "./dom.js";
import { exportMenu } from "./exports.js";
import { answer } from "./results/answer.js";
import { comparison } from "./results/comparison.js";
import { quotes } from "./results/quotes.js";
import { summary } from "./results/summary.js";
import { verification } from "./results/verification.js";
import { trying } from "./toast.js";

const RESULTS = { ask: answer, compare: comparison, summarize: summary, quotes, verify: verification };
const NAMES = { ask: "Question", compare: "Compare", summarize: "Summarise", quotes: "Quotes", verify: "Verify" };
const LONG = 400;

function heading(entry) {
  const text = entry.text || NAMES[entry.mode];
  return el("h2", { class: text.length > LONG ? "q long" : "q", text, dir: "auto", tabindex: text.length > LONG ? "0" : null });
}

/** Return what is to be known of how a question was put, if anything. */
function aside(entry) {
  const { articles, words, source, author, since, until } = entry.options;
  const narrowed = [
    articles?.length ? count(articles.length, "chosen article") : null,
    words ? `those with “${words}”` : null, source, author,
    since ? `from ${since}` : null, until ? `to ${until}` : null,
  ].filter(Boolean);
  const parts = [
    entry.understood ? `Understood as: ${entry.understood}` : null,
    narrowed.length ? `Asked only ${narrowed.join(", ")}` : null,
  ].filter(Boolean);
  return parts.length ? el("p", { class: "aside", text: parts.join(" · "), dir: "auto" }) : null;
}

function waiting(entry) {
  const running = entry.state === "running";
  return el("div", { class: "card wait" },
    running ? el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")) : null,
    el("span", { class: "step", text: entry.step || (running ? "Looking through the articles" : "Waits for the one before") }),
    button(running ? "Stop" : "Cancel", () => trying(() => post(`entries/${entry.id}/stop`)), { class: "link" }));
}

function ended(entry) {
  const failed = entry.state === "failed";
  return el("div", { class: failed ? "card bad" : "card" },
    el("p", { class: failed ? "" : "soft", role: failed ? "alert" : null, text: failed ? entry.message : "Stopped." }),
    el("div", { class: "acts" }, button("Ask again", () => again(entry))));
}

const again = (entry, mode = entry.mode) =>
  tell("ask", { mode, text: entry.understood || entry.text, articles: entry.options.articles ?? null });

function actions(entry) {
  const acts = el("div", { class: "acts" });
  const { result } = entry;
  if (result.confidence && result.state !== "undecided") {
    const level = result.state === "weak" ? "sure low" : result.confidence === "Sure" ? "sure" : "sure mid";
    acts.append(el("span", { class: level, text: result.state === "weak" ? `Unsure, ${result.percent} %` : result.confidence, title: `${result.percent} %` }));
  }
  if (entry.mode === "ask" && result.state !== "none") acts.append(button("Compare all", () => again(entry, "compare")));
  return acts;
}

/** Return the element of an entry. */
export function entryCard(entry) {
  const box = el("article", { class: "entry", id: `entry-${entry.id}`, data: { state: entry.state, mode: entry.mode } }, heading(entry), aside(entry));
  if (entry.state === "done") {
    const card = el("div", { class: "card" });
    const acts = actions(entry);
    card.append(...RESULTS[entry.mode](entry, acts).filter(Boolean), acts);
    acts.append(...exportMenu(entry, card));
    box.append(card);
  } else box.append(entry.state === "failed" || entry.state === "stopped" ? ended(entry) : waiting(entry));
  return box;
}

/** Return what a screen reader is told when an entry has ended. */
export function spoken(entry) {
  if (entry.state === "stopped") return "Stopped.";
  if (entry.state === "failed") return entry.message;
  const { result } = entry;
  if (entry.mode === "ask") {
    if (result.state === "none") return "Not in these articles.";
    const said = result.means ? `${result.text} (${result.means})` : result.text;
    return [result.state === "weak" ? `Possibly ${said}` : said, result.by, result.state === "sure" ? result.confidence : null].filter(Boolean).join(", ");
  }
  return [result.head, ...(entry.mode === "summarize" ? result.sentences.map((s) => (s.date ? `${s.date}: ${s.text}` : s.text)) : [])].join(" ");
}
