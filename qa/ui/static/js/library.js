// The library pane: search, filter, sort, open and choose articles, remove them.
import { get, post } from "./api.js";
import { on, tell } from "./bus.js";
import { $, count, day, el, later, refill, visible } from "./dom.js";
import { List } from "./list.js";
import { toast, trying } from "./toast.js";

const FILTERS = { words: "search", source: "by-source", author: "by-author", since: "since", until: "until" };
const MOST = 1000; // articles in one part of the API's list
const chosen = new Set();
let list;
let library = { articles: 0 };
let matching = 0;
let anchor = null;
let open = null;

const value = (name) => $(FILTERS[name]).value.trim();
const filters = () => Object.fromEntries(Object.keys(FILTERS).map((name) => [name, value(name)]).filter(([, v]) => v));
const query = () => {
  const { words, ...rest } = filters();
  return { query: words, ...rest, order: $("order").value };
};

/** Return a part of the list of articles as the rows show it. */
async function listed(offset) {
  const page = await get("/v1/articles", { ...query(), offset });
  const articles = page.articles.map((each) => ({ id: each.id, title: visible(each.title), source: visible(each.source), date: day(each.date) }));
  return { total: page.total, articles };
}

/** Return the ids of the articles from one row to another, of which most may be out of sight. */
async function idsBetween(low, high) {
  const ids = [];
  while (ids.length <= high - low) {
    const { articles } = await get("/v1/articles", { ...query(), offset: low + ids.length, limit: Math.min(high - low + 1 - ids.length, MOST) });
    if (!articles.length) break;
    ids.push(...articles.map((each) => each.id));
  }
  return ids;
}

/** Return which articles a question goes to, and how many these are. */
export function scope() {
  return chosen.size
    ? { options: { articles: [...chosen] }, number: chosen.size }
    : { options: filters(), number: matching };
}

export const total = () => library.articles;

/** Return the first article of the list, undefined where there is none or not yet. */
export const first = () => list?.at(0);

function row(article, index) {
  const tick = el("input", {
    type: "checkbox", "aria-label": `Ask only chosen articles: ${article.title}`, data: { key: `t${article.id}` },
    on: { click: (event) => choose(article.id, index, event.target.checked, event.shiftKey) },
  });
  tick.checked = chosen.has(article.id);
  const opener = el(
    "button",
    {
      type: "button", title: article.title, data: { key: `b${article.id}` },
      on: { click: (event) => (event.shiftKey ? choose(article.id, index, true, true) : tell("open", { article: article.id })) },
    },
    el("b", { text: article.title, dir: "auto" }), el("span", { class: "facts" }, article.source ? el("i", { text: article.source, dir: "auto" }) : null, article.date ? el("time", { text: article.source ? `· ${article.date}` : article.date }) : null),
  );
  opener.setAttribute("aria-current", String(article.id === open));
  return el("div", { class: article.id === open ? "art open" : "art" }, el("label", {}, tick), opener);
}

async function choose(id, index, ticked, shift) {
  if (shift && anchor !== null && anchor !== index) {
    const [low, high] = [Math.min(anchor, index), Math.max(anchor, index)];
    const ids = await trying(() => idsBetween(low, high));
    for (const each of ids ?? []) ticked ? chosen.add(each) : chosen.delete(each);
  } else if (ticked) chosen.add(id);
  else chosen.delete(id);
  anchor = index;
  draw();
}

/** Choose exactly these articles. */
export function chooseOnly(ids) {
  chosen.clear();
  ids.forEach((id) => chosen.add(id));
  draw();
}

function draw() {
  list.draw();
  const { number } = scope();
  const all = library.articles;
  $("scope").textContent = !all ? "No articles" : number === all ? `Asking all ${all.toLocaleString("en")}` : `Asking ${number.toLocaleString("en")} of ${all.toLocaleString("en")}`;
  $("chosen").hidden = !chosen.size;
  $("remove").textContent = chosen.size ? `Remove ${chosen.size.toLocaleString("en")}` : "Remove";
  const dates = [value("since"), value("until")];
  $("by-date").textContent = dates.some(Boolean) ? `${dates[0] || "…"} – ${dates[1] || "…"}` : "any date";
  $("by-date").classList.toggle("on", dates.some(Boolean));
  for (const name of ["source", "author"]) $(FILTERS[name]).classList.toggle("on", Boolean(value(name)));
  $("clear-filters").hidden = !["source", "author", "since", "until"].some(value);
  tell("scope");
}

async function reload(top) {
  await list.reload(top);
  matching = list.total ?? 0;
  draw();
}

function fill(select, label, names) {
  const before = select.value;
  refill(
    select,
    el("option", { value: "", text: label }),
    ...names.map(([name, n]) => el("option", { value: name, text: `${visible(name)} (${n.toLocaleString("en")})` })),
  );
  select.value = names.some(([name]) => name === before) ? before : "";
}

/** Show what the library holds now. */
export async function update(state) {
  library = state;
  $("library-name").textContent = `${state.library} · ${count(state.articles, "article")}`;
  const facets = await get("/v1/articles/facets");
  fill($("by-source"), "any source", Object.entries(facets.sources));
  fill($("by-author"), "any author", Object.entries(facets.authors));
  await reload(false);
}

export async function removeArticles(ids) {
  const done = await trying(() => post("articles/remove", { articles: ids }));
  if (!done) return;
  ids.forEach((id) => chosen.delete(id));
  if (ids.includes(open)) tell("closed");
  const what = done.titles.length === 1 ? `“${done.titles[0].slice(0, 60)}”` : count(done.titles.length, "article");
  toast(`Removed ${what}`, {
    seconds: done.seconds,
    action: {
      text: "Undo",
      run: () => trying(async () => {
        const { titles } = await post("articles/restore", { key: done.key });
        toast(titles.length ? `${count(titles.length, "article")} back in the library` : "Too late to undo", { bad: !titles.length });
      }),
    },
  });
}

export function start() {
  list = new List($("articles"), {
    fetchPage: listed,
    row,
    nothing: () => el("p", { class: "nothing", text: library.articles ? "No article fits. Try fewer words, or clear the filters." : "Nothing here yet." }),
    failed: (error) => $("articles").replaceChildren(el("p", { class: "nothing", role: "alert", text: error.message })),
  });
  const renew = later(() => reload(true), 120);
  $("search").addEventListener("input", renew);
  for (const id of ["by-source", "by-author", "since", "until", "order"]) $(id).addEventListener("change", () => reload(true));
  $("clear-filters").addEventListener("click", () => {
    for (const id of ["by-source", "by-author", "since", "until"]) $(id).value = "";
    reload(true);
  });
  $("unchoose").addEventListener("click", () => chooseOnly([]));
  $("remove").addEventListener("click", () => removeArticles([...chosen]));
  $("articles").addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const held = document.activeElement.dataset?.key;
    if (!step || !held) return;
    event.preventDefault();
    const rows = [...list.sizer.querySelectorAll(`[data-key^="${held[0]}"]`)];
    const next = rows[rows.indexOf(document.activeElement) + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  });
  on("opened", ({ article }) => {
    open = article;
    list.draw();
  });
}
