// A summary: one paragraph, every sentence with its numbers, doubtful ones underlined.
import { citeButtons } from "../cites.js";
import { el } from "../dom.js";

export function summary(entry) {
  const { result } = entry;
  if (!result.sentences.length) return [el("p", { class: "big low", text: result.head }), el("p", { class: "by", text: "Give another topic, or choose articles in the library." })];
  const doubts = result.sentences.filter((each) => each.reasons.length || each.doubts.length);
  return [
    el("p", { class: "by", text: result.head }),
    el("p", { class: "prose", dir: "auto" }, result.sentences.flatMap((each) => [
      each.date ? el("span", { class: "day", text: `${each.date}: ` }) : null,
      el("span", { class: each.supported ? null : "flag", text: each.text }), ...citeButtons(entry, each.cites),
      each.supported ? null : el("span", { class: "tag differ", text: "unsupported" }), " ",
    ])),
    result.warning ? el("p", { class: "warn", text: result.warning }) : null,
    doubts.length ? el("ul", { class: "small" }, doubts.map((each) => el("li", { text: `“${each.text}”: ${[...each.reasons, ...each.doubts].join("; ")}`, dir: "auto" }))) : null,
  ];
}
