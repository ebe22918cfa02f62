// Quotes, under those who said them.
import { citeButtons } from "../cites.js";
import { el, unbroken } from "../dom.js";

const SHOWN = 6;

function line(entry, quote) {
  return el("li", { dir: "auto" }, quote.direct ? `“${quote.text}”` : quote.text, citeButtons(entry, quote.cites),
    el("span", { class: "small", text: ` ${unbroken([quote.mention ? `${quote.mention} ${quote.verb}` : quote.verb, quote.where].filter(Boolean).join(" · "))}` }));
}

function speaker(entry, each) {
  const rest = each.quotes.slice(SHOWN);
  return el("section", { class: "speaker" }, el("h3", { text: each.speaker, dir: "auto" }),
    el("ul", {}, each.quotes.slice(0, SHOWN).map((quote) => line(entry, quote))),
    rest.length ? el("details", { class: "more" }, el("summary", { text: `${rest.length} more` }), el("ul", {}, rest.map((quote) => line(entry, quote)))) : null);
}

export function quotes(entry) {
  const { result } = entry;
  const [first, later] = [result.speakers.slice(0, SHOWN), result.speakers.slice(SHOWN)];
  return [
    el("p", { class: result.speakers.length ? "head" : "big low", text: result.head }),
    ...first.map((each) => speaker(entry, each)),
    later.length ? el("details", { class: "more" }, el("summary", { text: `${later.length} more speakers` }), later.map((each) => speaker(entry, each))) : null,
  ];
}
