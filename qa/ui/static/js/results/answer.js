// An answer: sure, weak, undecided or absent; always with the sentence it was read in.
import { citeButtons, quoteBlock } from "../cites.js";
import { button, el, meaning, unbroken } from "../dom.js";

const SHOWN = 3;

function quotes(entry, list, options) {
  const shown = list.slice(0, SHOWN).map((quote) => quoteBlock(entry, quote, options));
  const rest = list.slice(SHOWN).map((quote) => quoteBlock(entry, quote, options));
  return [...shown, rest.length ? el("details", { class: "more" }, el("summary", { text: `${rest.length} more` }), ...rest) : null];
}

function others(entry, list) {
  return list?.length
    ? el("div", { class: "also" }, list.map((other) =>
        el("p", {}, el("b", { text: "Another article says otherwise: " }), el("span", { text: other.text, dir: "auto" }), meaning(other.means), citeButtons(entry, other.cites), other.where ? el("span", { class: "small", text: ` (${unbroken(other.where)})` }) : null)))
    : null;
}

function why(made) {
  return el("div", { class: "why" }, el("p", { text: made.reason }),
    el("table", {}, el("caption", { class: "sr", text: "Passages read" }),
      el("thead", {}, el("tr", {}, ["Article", "Best answer there", "Sure"].map((text) => el("th", { text, scope: "col" })))),
      el("tbody", {}, made.readings.map((each) =>
        el("tr", { class: each.chosen ? "chosen" : null }, el("td", { text: each.title, dir: "auto" }), el("td", { text: each.answer || "none", dir: "auto" }), el("td", { text: `${each.percent} %` }))))));
}

function whyButton(made, place) {
  let shown = null;
  const press = button("Why this?", () => {
    if (shown) shown.remove();
    shown = shown ? null : why(made);
    if (shown) place().after(shown);
    press.setAttribute("aria-expanded", String(Boolean(shown)));
  }, { "aria-expanded": "false" });
  return press;
}

const none = (entry, result) => {
  const first = result.quotes[0];
  return [
    el("p", { class: "big low", text: result.text }),
    first
      ? el("p", { class: "by" }, "The nearest is “", el("span", { text: first.title, dir: "auto" }), "”", citeButtons(entry, first.cites), first.where ? ` (${unbroken(first.where)})` : "")
      : el("p", { class: "by", text: "Ask in other words, or add an article that answers it." }),
    result.quotes.length > 1
      ? el("details", { class: "more" }, el("summary", { text: `${result.quotes.length} nearest places` }), ...result.quotes.map((quote) => quoteBlock(entry, quote, { cites: true })))
      : null,
  ];
};

const bare = (text) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/** Say whether an answer is the very sentence that is quoted: to show that twice tells nothing. */
const isWhole = ({ quotes: list, text }) => list.length === 1 && bare(list[0].pieces.map((piece) => piece.text).join("")) === bare(text);

export function answer(entry, acts) {
  const { result } = entry;
  const parts = [];
  if (result.state === "none") parts.push(...none(entry, result));
  else if (result.state === "weak" && isWhole(result)) {
    parts.push(
      el("p", { class: "possibly" }, el("em", { text: "Possibly" })), ...quotes(entry, result.quotes, { cites: true, footer: false }),
      result.by ? el("p", { class: "by", text: unbroken(result.by), dir: "auto" }) : null);
  } else if (result.state === "undecided") {
    parts.push(el("p", { class: "big low", text: result.text }), result.note ? el("p", { class: "by", text: result.note }) : null, ...quotes(entry, result.quotes, { cites: true }));
  } else if (result.state === "weak") {
    parts.push(
      ...quotes(entry, result.quotes, { footer: false }),
      el("p", { class: "possibly" }, el("em", { text: "Possibly" }), el("span", { text: result.text, dir: "auto" }), meaning(result.means), citeButtons(entry, result.cites)),
      result.by ? el("p", { class: "by", text: unbroken(result.by), dir: "auto" }) : null);
  } else {
    parts.push(
      el("p", { class: "big", dir: "auto" }, el("span", { text: result.text }), meaning(result.means), citeButtons(entry, result.cites)),
      result.by ? el("p", { class: "by", text: unbroken(result.by), dir: "auto" }) : null,
      ...quotes(entry, result.quotes, { footer: result.quotes.length > 1 }));
  }
  parts.push(others(entry, result.others));
  if (result.state !== "undecided" && result.note) parts.push(el("p", { class: "by", text: result.note }));
  if (result.warning) parts.push(el("p", { class: "warn", text: result.warning }));
  if (result.why) acts.append(whyButton(result.why, () => acts));
  return parts;
}
