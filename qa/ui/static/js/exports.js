// Copy and export: text, Markdown and CSV come from the server, a picture is painted here.
import { get, getText } from "./api.js";
import { $, button, el } from "./dom.js";
import { paint } from "./painter.js";
import * as talk from "./talk.js";
import { toast, trying } from "./toast.js";

const LIGHT = { ink: "#1d1c1a", soft: "#615d55", line: "#e0dcd1", lanes: ["#1d5a8c", "#7d5100", "#a33a2c", "#23633d"] };

async function copy(text) {
  if (navigator.clipboard) await navigator.clipboard.writeText(text);
  else copyOldWay(text);
  toast("Copied, with its citations");
}

/** Copy where the page came over plain HTTP from another machine, which has no clipboard. */
function copyOldWay(text) {
  const box = el("textarea", { class: "sr", text });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}

/** Save a blob or the file of an address under a name. */
function save(href, name) {
  const link = el("a", { href, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

async function picture(entry) {
  const blocks = await get(`entries/${entry.id}/export?form=blocks`);
  const { timeline } = await import("./results/timeline.js");
  const drawn = entry.mode === "compare" ? timeline(entry, entry.result, LIGHT) : null;
  const url = URL.createObjectURL(await paint(blocks, drawn));
  save(url, `copydesk-${entry.mode}.png`);
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Return the buttons that copy an entry and save it. */
export function exportMenu(entry) {
  const path = `entries/${entry.id}/export`;
  const saving = (form, name) => button(name, () => save(`/desk/${path}?form=${form}`, ""));
  return [
    button("Copy", () => trying(async () => copy(await getText(`${path}?form=text`)))),
    saving("markdown", "Markdown"),
    saving("csv", "CSV"),
    button("PNG", () => trying(() => picture(entry))),
  ];
}

export function start() {
  $("export-menu").addEventListener("beforetoggle", () => {
    const id = talk.conversation();
    const some = talk.asked().length > 0;
    $("export-menu").replaceChildren(
      ...(id && some
        ? [
            button("This conversation as Markdown", () => save(`/desk/conversations/${id}/export`, "")),
            button("Copy this conversation", () => trying(async () => copy(await getText(`conversations/${id}/export`)))),
          ]
        : [el("p", { text: "Nothing to export yet." })]));
  });
}
