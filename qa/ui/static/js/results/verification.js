// Somebody's text, claim by claim: borne out or not, why, and by which sentence.
import { citeButtons, quoteBlock } from "../cites.js";
import { el, sentence } from "../dom.js";

function claim(entry, each) {
  return el("li", {},
    el("span", { class: each.supported ? "verdict yes" : "verdict no", text: each.supported ? "✓ Supported" : "✗ Not supported" }),
    el("div", {},
      el("p", { dir: "auto" }, el("span", { text: each.text }), citeButtons(entry, each.cites)),
      each.reasons.length ? el("p", { class: "why-not", text: sentence(each.reasons), dir: "auto" }) : null,
      each.doubts.length ? el("p", { class: "warn", text: sentence(each.doubts), dir: "auto" }) : null,
      ...each.quotes.map((quote) => quoteBlock(entry, quote))));
}

export function verification(entry) {
  const { result } = entry;
  return [
    el("p", { class: "head", text: result.head }),
    el("p", { class: "by", text: "What is not supported need not be false: the articles do not say it in words that can be followed." }),
    el("ul", { class: "claims" }, result.sentences.map((each) => claim(entry, each))),
  ];
}
