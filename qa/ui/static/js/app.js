// Starts every part, and keeps what the page shows in step with the library.
import * as add from "./add.js";
import { get, logOut } from "./api.js";
import { listen, on } from "./bus.js";
import * as composer from "./composer.js";
import * as conversations from "./conversations.js";
import { $, button, el, isPhone, later } from "./dom.js";
import * as exporting from "./exports.js";
import * as library from "./library.js";
import * as panes from "./panes.js";
import * as source from "./source.js";
import * as talk from "./talk.js";
import { trying } from "./toast.js";

async function refresh() {
  const state = await get("state");
  talk.update(state);
  conversations.update(state);
  add.showJob(state.mayWrite ? state.job : null);
  $("logout").hidden = !state.user;
  $("logout").title = state.user;
  document.body.toggleAttribute("data-read-only", !state.mayWrite);
  await library.update(state);
  return state;
}

async function begin() {
  for (const part of [panes, library, add, source, talk, composer, exporting]) part.start();
  conversations.start(refresh);
  $("logout").addEventListener("click", () => trying(logOut));
  listen();
  const renew = later(() => trying(refresh), 150);
  on("server:library", renew);
  on("again", async () => {
    await trying(refresh);
    await talk.open(talk.conversation());
  });
  addEventListener("hashchange", () => talk.open(/^#c=(\w+)/.exec(location.hash)?.[1] ?? null));
  let state;
  try {
    state = await refresh();
  } catch (error) {
    $("entries").replaceChildren(
      el("div", { class: "card bad" }, el("p", { role: "alert", text: error.message }), el("div", { class: "acts" }, button("Try again", () => location.reload()))),
    );
    return;
  }
  const wanted = /^#c=(\w+)/.exec(location.hash)?.[1];
  const known = state.conversations.filter((each) => each.entries);
  await talk.open(wanted ?? known[0]?.id ?? null);
  document.body.dataset.ready = "yes";
  if (state.articles && !isPhone()) $("question").focus();
}

begin();
