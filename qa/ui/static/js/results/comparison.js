// A comparison: who says what, by date; who is silent, folded; and a picture of it over time.
import { citeButtons, quoteBlock } from "../cites.js";
import { tell } from "../bus.js";
import { button, count, el, meaning } from "../dom.js";
import { timeline } from "./timeline.js";

const TAGS = { agree: "tag", differ: "tag differ", one: "tag plain" };

function row(entry, each) {
  return el("tr", {},
    el("td", { class: "date", text: each.date || "undated" }),
    el("td", {},
      el("span", { class: "said", text: each.weak ? `Possibly ${each.answer}` : each.answer, dir: "auto" }), meaning(each.means), citeButtons(entry, each.cites),
      el("span", { class: "small phone-only", text: ` ${each.source || each.title}`, dir: "auto" }),
      ...each.quotes.slice(0, 2).map((quote) => quoteBlock(entry, quote, { footer: false })),
      each.note ? el("p", { class: "small", text: each.note }) : null),
    el("td", {}, el("span", { class: TAGS[each.label] ?? "tag plain", text: each.tag }), each.copy ? el("span", { class: "small", text: " same text as another" }) : null),
    el("td", { class: "col-source", text: each.source || each.title, title: each.title, dir: "auto" }));
}

function silent(list) {
  return el("details", { class: "silent" }, el("summary", { text: `${count(list.length, "article")} silent` }),
    el("ul", {}, list.map((each) => el("li", {}, button(each.title, () => tell("open", { article: each.article }), { class: "link", dir: "auto" }), each.date ? el("span", { class: "small", text: ` ${each.date}` }) : null))));
}

export function comparison(entry) {
  const { result } = entry;
  const drawn = timeline(entry, result);
  return [
    el("p", { class: result.rows.length ? "head" : "big low", text: result.head }),
    result.rows.length
      ? el("table", { class: "compare" }, el("caption", { class: "sr", text: `Answers to: ${entry.understood || entry.text}` }),
          el("thead", {}, el("tr", {}, el("th", { text: "Date", scope: "col" }), el("th", { text: "Answer", scope: "col" }), el("th", { scope: "col" }, el("span", { class: "sr", text: "Agrees or differs" })), el("th", { text: "Source", scope: "col", class: "col-source" }))),
          el("tbody", {}, result.rows.map((each) => row(entry, each))))
      : null,
    result.differences.length ? el("ul", { class: "small" }, result.differences.map((text) => el("li", { text, dir: "auto" }))) : null,
    result.silent.length ? silent(result.silent) : null,
    result.unread ? el("p", { class: "small", text: `${result.unread} Choose them in the library to ask them, too.` }) : null,
    drawn ? el("div", { class: "timeline", tabindex: "0", role: "group", "aria-label": "Timeline" }, drawn) : null,
  ];
}
