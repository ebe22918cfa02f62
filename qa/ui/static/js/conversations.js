// The menu of earlier conversations, and the button for a new one.
import { remove } from "./api.js";
import { on } from "./bus.js";
import { $, button, el, refill } from "./dom.js";
import * as talk from "./talk.js";
import { trying } from "./toast.js";

let list = [];
let renew = () => {};

function line(each) {
  const when = new Date(each.updated).toLocaleDateString("en", { day: "numeric", month: "short" });
  const pick = button(each.title || "Empty", () => {
    $("history-menu").hidePopover();
    talk.open(each.id);
  }, { class: "pick", title: `${each.title}\n${when}`, "aria-current": String(each.id === talk.conversation()), dir: "auto" });
  const drop = button("✕", () => trying(async () => {
    await remove(`conversations/${each.id}`);
    if (each.id === talk.conversation()) await talk.open(null);
    await renew();
    draw();
  }), { "aria-label": `Delete conversation: ${each.title}` });
  return el("div", { class: "line", data: { id: each.id } }, pick, drop);
}

function draw() {
  const some = list.filter((each) => each.entries);
  refill($("history-menu"), ...(some.length ? some.map(line) : [el("p", { text: "No conversations yet." })]));
}

export function update(state) {
  list = state.conversations;
  draw();
}

export function start(reload) {
  renew = reload;
  $("history-menu").addEventListener("beforetoggle", async (event) => {
    if (event.newState === "open") await trying(renew);
  });
  $("new").addEventListener("click", async () => {
    await talk.open(null);
    $("question").focus();
  });
  on("conversation", draw);
}
