// Numbered citations: each is a button that opens its place in the source.
import { tell } from "./bus.js";
import { el, unbroken } from "./dom.js";

/** Return the buttons of citation numbers of an entry. */
export function citeButtons(entry, numbers) {
  return numbers.map((n) => {
    const cite = entry.cites[n - 1];
    return el("button", {
      type: "button", class: "cite", text: String(n), data: { entry: entry.id, n: String(n) },
      "aria-label": `Citation ${n}: ${cite.title}`, title: `${cite.where || cite.title}\n${cite.quote}`,
      on: { click: () => tell("cite", { entry, n }) },
    });
  });
}

/** Return pieces of text, the cited ones marked. */
export function pieces(list) {
  return list.map((piece) => {
    const words = piece.strong ? el("strong", { text: piece.text }) : piece.text;
    return piece.cites ? el("mark", { data: { cites: piece.cites.join(" ") } }, words) : words;
  });
}

/** Return a quoted sentence with whose it is. */
export function quoteBlock(entry, quote, { footer = true, cites = false } = {}) {
  return el("blockquote", { class: "quote", dir: "auto" },
    el("span", {}, pieces(quote.pieces)),
    cites ? citeButtons(entry, quote.cites) : null,
    footer ? el("footer", { text: unbroken([quote.title, quote.where].filter(Boolean).join(" · ")) }) : null);
}

/** Show which citation the source pane has open. */
export function markNow(entryId, n) {
  for (const each of document.querySelectorAll(".cite.now")) each.classList.remove("now");
  for (const each of document.querySelectorAll(`.cite[data-entry="${entryId}"][data-n="${n}"]`)) each.classList.add("now");
}
