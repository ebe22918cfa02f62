// Adding: dropped files and folders, pasted addresses and text, and the bar that shows how far.
import { post } from "./api.js";
import { on } from "./bus.js";
import { $, announce, button, count, el, refill } from "./dom.js";
import { toast, trying } from "./toast.js";

const BATCH_FILES = 40;
const BATCH_BYTES = 16_000_000;
let halted = false;
let shown = "";

/** Send files in batches, so that the first are being read while the last are still sent. */
async function send(files) {
  halted = false;
  let job = null;
  for (let at = 0; at < files.length && !halted; ) {
    const form = new FormData();
    let bytes = 0;
    let taken = 0;
    while (at < files.length && taken < BATCH_FILES && (taken === 0 || bytes + files[at].size < BATCH_BYTES)) {
      form.append("files", files[at], files[at].name);
      bytes += files[at].size;
      at += 1;
      taken += 1;
    }
    job = await post(`add/files?of=${files.length}&job=${job?.id ?? ""}`, form);
    showJob(job);
    if (job?.state === "stopped") return; // perhaps in another window
  }
}

const addFiles = (files) => files.length && trying(() => send(files));
export const addSamples = () => trying(async () => showJob(await post("add/samples")));

/** Return the files of a drop, those in folders too. */
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return [...transfer.files];
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) files.push(await new Promise((done, failed) => entry.file(done, failed)));
    else {
      const reader = entry.createReader();
      for (;;) {
        const some = await new Promise((done, failed) => reader.readEntries(done, failed));
        if (!some.length) break;
        for (const each of some) if (!each.name.startsWith(".")) await walk(each);
      }
    }
  };
  for (const entry of entries) await walk(entry);
  return files;
}

/** Show a job: how far it is, or what became of it. */
export function showJob(job) {
  const box = $("job");
  box.hidden = !job;
  if (!job) return;
  const running = job.state === "running";
  const part = job.total ? Math.min(job.done / job.total, 1) : 0;
  const words = running
    ? `Adding ${job.done.toLocaleString("en")} of ${job.total.toLocaleString("en")}`
    : [
        job.state === "stopped" ? "Stopped" : null,
        job.added ? `${count(job.added, "article")} added` : null,
        job.replaced ? `${job.replaced} replaced` : null,
        job.unchanged ? `${job.unchanged} already here` : null,
      ].filter(Boolean).join(" · ") || "Nothing added";
  const press = running
    ? button("Stop", () => {
        halted = true;
        trying(async () => showJob(await post("add/stop")));
      }, { class: "link" })
    : button("Close", () => trying(() => post("add/dismiss")), { class: "link" });
  const line = box.querySelector(".row") ?? el("div", { class: "row" });
  refill(line, el("span", { text: words }), press);
  const lines = [line];
  if (running) {
    const bar = el("i");
    bar.style.width = `${100 * part}%`;
    lines.push(
      el("div", { class: "track", role: "progressbar", "aria-label": "Adding articles", "aria-valuemin": "0", "aria-valuemax": String(job.total), "aria-valuenow": String(job.done) }, bar),
      el("div", { class: "soft", text: job.pace || job.detail || "Beginning" }),
    );
  }
  const told = [[job.failed, `${count(job.failed.length, "file")} not added`], [job.notes, `${count(job.notes.length, "note")}`]];
  for (const [items, words] of told) {
    if (items.length) lines.push(el("details", {}, el("summary", { text: words }), el("ul", {}, items.map((text) => el("li", { text, dir: "auto" })))));
  }
  refill(box, ...lines);
  const key = `${job.id}${job.state}`;
  if (!running && key !== shown) announce(words + (job.failed.length ? `, ${job.failed.length} not added` : ""));
  shown = key;
}

function paste() {
  $("paste-text").value = "";
  $("paste-dialog").returnValue = "";
  $("paste-dialog").showModal();
}

/** Return a large place to drop files, for the first screen. */
export function bigDrop(samples) {
  return [
    el("div", { class: "bigdrop" },
      el("strong", { class: "wide-only", text: "Drop your articles here" }), el("strong", { class: "phone-only", text: "Add your articles" }),
      el("span", { class: "soft", text: "Text, web pages, PDF, Word, EPUB, mail, feeds, zip" }),
      el("div", { class: "row" }, button("Choose files", () => $("files").click(), { class: "go" }), button("Paste addresses or text", paste))),
    samples ? el("p", { class: "then" }, "Or look around first: ", button(`load ${count(samples, "sample article")}`, addSamples, { class: "link", id: "samples" })) : null,
  ];
}

export function start() {
  $("choose-files").addEventListener("click", () => $("files").click());
  $("files").addEventListener("change", () => {
    addFiles([...$("files").files]);
    $("files").value = "";
  });
  $("paste").addEventListener("click", paste);
  $("paste-dialog").addEventListener("close", () => {
    const text = $("paste-text").value;
    if ($("paste-dialog").returnValue === "add" && text.trim()) trying(async () => showJob(await post("add/text", { text })));
  });
  let depth = 0;
  const has = (event) => !document.body.hasAttribute("data-read-only") && event.dataTransfer?.types.includes("Files");
  addEventListener("dragenter", (event) => {
    if (!has(event)) return;
    depth += 1;
    $("overlay").hidden = false;
  });
  addEventListener("dragleave", (event) => {
    if (has(event)) $("overlay").hidden = (depth -= 1) > 0 ? false : true;
  });
  addEventListener("dragover", (event) => has(event) && event.preventDefault());
  addEventListener("drop", async (event) => {
    if (!has(event)) return;
    event.preventDefault();
    depth = 0;
    $("overlay").hidden = true;
    const files = await trying(() => dropped(event.dataTransfer));
    if (files && !files.length) toast("There was no file in that.", { bad: true });
    else if (files) addFiles(files);
  });
  on("server:job", ({ job }) => showJob(job));
}
