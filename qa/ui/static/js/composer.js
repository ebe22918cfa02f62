// Where questions are typed: modes, keys, the line of what waits, Stop.
import { post } from "./api.js";
import { on, tell } from "./bus.js";
import { $, arrows, button, el } from "./dom.js";
import { scope, total } from "./library.js";
import { show } from "./panes.js";
import * as talk from "./talk.js";
import { trying } from "./toast.js";

const MODES = [
  ["ask", "Ask", "Ask the articles"],
  ["compare", "Compare", "A question to put to each article"],
  ["summarize", "Summarise", "A topic, or leave it empty"],
  ["quotes", "Quotes", "Whose words? Or leave it empty"],
  ["verify", "Verify", "Paste the sentences to check"],
];
const LENGTHS = [1, 2, 3, 5, 8, 12, 20];
let mode = "ask";
let recalled = 0;
let sent = Promise.resolve();

function choose(name) {
  mode = name;
  for (const radio of $("modes").children) {
    const onNow = radio.dataset.mode === name;
    radio.setAttribute("aria-checked", String(onNow));
    radio.tabIndex = onNow ? 0 : -1;
  }
  const [, label, hint] = MODES.find(([each]) => each === name);
  $("question").placeholder = hint;
  $("go").querySelector(".word").textContent = label;
  $("go").setAttribute("aria-label", label);
  $("length-label").hidden = name !== "summarize";
}

function grow() {
  const box = $("question");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 168)}px`;
}

function fill(text) {
  $("question").value = text;
  $("question").setSelectionRange(text.length, text.length);
  grow();
}

/** Ask something, with what was typed or with what another pane says. */
async function send({ mode: how = mode, text, articles = null }) {
  if (!text.trim() && (how === "ask" || how === "verify")) return $("question").focus();
  const options = articles ? { articles } : { ...scope().options };
  if (how === "summarize") options.sentences = Number($("length").value);
  show("talk");
  // One after the other: a slow line must not turn the order of two questions round.
  sent = sent.then(() =>
    trying(async () => {
      const id = await talk.ensure();
      return post(`conversations/${id}/entries`, { mode: how, text, options });
    }),
  );
  const entry = await sent;
  if (!entry) return undefined;
  recalled = 0;
  talk.upsert(entry, { fresh: true });
  return entry;
}

async function submit() {
  const text = $("question").value;
  fill("");
  const entry = await send({ text });
  // What could not be asked stays to be asked again, unless something else is typed by now.
  if (!entry && text && !$("question").value) fill(text);
}

function stop() {
  for (const entry of talk.unfinished()) trying(async () => talk.upsert(await post(`entries/${entry.id}/stop`)));
}

function recall(step) {
  const asked = talk.asked();
  const to = recalled + step;
  if (to < 0 || to > asked.length) return;
  recalled = to;
  fill(to === 0 ? "" : asked[asked.length - to]);
}

function keys(event) {
  const box = $("question");
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowUp" && (!box.value || recalled) && box.selectionStart === box.value.length) {
    event.preventDefault();
    recall(1);
  } else if (event.key === "ArrowDown" && recalled) {
    event.preventDefault();
    recall(-1);
  }
}

export function start() {
  $("modes").append(
    ...MODES.map(([name, label]) =>
      button(label, () => {
        choose(name);
        $("question").focus();
      }, { role: "radio", data: { mode: name } })),
  );
  arrows($("modes"), "[role=radio]", (radio) => choose(radio.dataset.mode));
  $("length").append(...LENGTHS.map((n) => el("option", { value: n, text: n === 1 ? "1 sentence" : `${n} sentences`, selected: n === 3 })));
  choose("ask");
  $("question").addEventListener("input", () => {
    recalled = 0;
    grow();
  });
  $("question").addEventListener("keydown", keys);
  $("ask").addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  $("stop").addEventListener("click", stop);
  addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, textarea, select, dialog");
    if (event.key === "Escape" && !document.querySelector("dialog[open], :popover-open")) stop();
    if (event.key === "/" && !typing) {
      event.preventDefault();
      show("library");
      $("search").focus();
    }
  });
  on("ask", (what) => send(what));
  on("busy", (busy) => {
    $("stop").hidden = !busy;
  });
  on("scope", () => {
    $("ask").hidden = !total();
  });
  tell("busy", false);
}
