// The conversation that is open: its entries in order, kept in step with the server.
import { get, post } from "./api.js";
import { bigDrop } from "./add.js";
import { on, tell } from "./bus.js";
import { cite } from "./source.js";
import { $, announce, button, count, el, refill } from "./dom.js";
import { entryCard, spoken } from "./entry.js";
import { first } from "./library.js";
import { trying } from "./toast.js";

const RANK = { waiting: 0, running: 1, done: 2, failed: 2, stopped: 2 };
let current = null;
let begun = null;
let entries = new Map();
let state = { articles: 0, examples: [], samples: 0 };

export const conversation = () => current;
export const unfinished = () => [...entries.values()].filter((entry) => RANK[entry.state] < 2);
export const asked = () => [...entries.values()].map((entry) => entry.text).filter(Boolean);

/** Return the id of the open conversation, beginning one where there is none. */
export async function ensure() {
  if (current) return current;
  begun ??= post("conversations").finally(() => (begun = null));
  const made = await begun;
  if (!current) name(made.id);
  return current;
}

function name(id) {
  current = id;
  history.replaceState(null, "", id ? `#c=${id}` : "#");
  tell("conversation", id);
}

/** Show an entry as it is now; one that the page knows a later state of is left. */
export function upsert(entry, { fresh = false } = {}) {
  if (entry.conversation !== current) return;
  const before = entries.get(entry.id);
  if (before && RANK[before.state] > RANK[entry.state]) return;
  const ended = before && RANK[before.state] < 2 && RANK[entry.state] === 2;
  entries.set(entry.id, entry);
  $("entries").querySelector(".welcome")?.remove();
  const made = entryCard(entry);
  const old = document.getElementById(`entry-${entry.id}`);
  const card = old?.isEqualNode(made) ? old : made;
  if (!old) $("entries").append(card);
  else if (card !== old) old.replaceWith(card);
  if (fresh || (ended && isLast(entry))) toTop(card);
  if (ended) {
    announce(spoken(entry));
    if (entry.cites?.length && isLast(entry)) cite({ entry, n: 1, quiet: true });
  }
  tell("busy", unfinished().length > 0);
}

/** Bring an entry to the top of the pane; nothing else of the page may move. */
function toTop(card) {
  $("scroller").scrollTop = card.offsetTop - 14;
}

const isLast = (entry) => [...entries.keys()].at(-1) === entry.id;

const SHORT = 60;

/** Return what can be done with any articles, for those of whom nobody wrote questions. */
function starters() {
  const article = first();
  if (!article) return [];
  const title = article.title.length > SHORT ? `${article.title.slice(0, SHORT - 1)}…` : article.title;
  return [
    [`Summarise “${title}”`, { mode: "summarize", text: "", articles: [article.id] }],
    ["Who is quoted?", { mode: "quotes", text: "" }],
  ];
}

function welcome() {
  const box = el("div", { class: "welcome" });
  if (!state.articles) {
    const said = state.mayWrite ? "Every answer is copied from them, word for word, and shown in its place." : "There are none yet, and here you may only read.";
    box.append(el("h2", { text: "Ask your own articles" }), el("p", { text: said }), ...bigDrop(state.samples).filter(Boolean));
  } else {
    box.append(el("h2", { text: `Ask ${count(state.articles, "article")}` }), el("p", { text: "Answers come with the words they were copied from. What is not there is not answered." }));
    const ideas = state.examples.map((text) => [text, { mode: "ask", text }]);
    box.append(el("div", { class: "ideas" }, (ideas.length ? ideas : starters()).map(([text, what]) => button(text, () => tell("ask", what), { data: { what: JSON.stringify(what) } }))));
  }
  return box;
}

function draw() {
  const list = [...entries.values()];
  refill($("entries"), ...(list.length ? list.map(entryCard) : [welcome()]));
  tell("busy", unfinished().length > 0);
}

/** Open a conversation, or an empty place for a new one. */
export async function open(id) {
  name(id);
  entries = new Map();
  if (!id) return draw();
  $("entries").replaceChildren(el("div", { class: "card skeleton", "aria-label": "Loading" }, el("i"), el("i"), el("i")));
  const found = await trying(() => get(`conversations/${encodeURIComponent(id)}`));
  if (current !== id) return undefined; // another was opened meanwhile
  if (!found) return open(null);
  for (const entry of found.entries) entries.set(entry.id, entry);
  draw();
  const last = $("entries").lastElementChild;
  if (last) toTop(last);
  return undefined;
}

/** Show the first screen anew when the library has changed. */
export function update(now) {
  state = now;
  if (!entries.size) draw();
}

export function start() {
  on("scope", () => !entries.size && document.querySelector(".welcome") && draw());
  on("server:entry", async (message) => {
    if (message.conversation !== current) return;
    const entry = await get(`entries/${message.entry}`).catch(() => null);
    if (entry) upsert(entry);
  });
  on("server:step", (message) => {
    const entry = entries.get(message.entry);
    if (!entry || RANK[entry.state] === 2) return;
    const place = document.querySelector(`#entry-${message.entry} .step`);
    if (place) place.textContent = message.step;
  });
}
