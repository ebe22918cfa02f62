// Which pane a phone shows, the theme, the menus and the help.
import { $, arrows } from "./dom.js";

const PANES = ["library", "talk", "source"];

export function show(pane) {
  document.body.dataset.pane = pane;
  for (const tab of $("tabs").children) {
    const on = tab.dataset.pane === pane;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
  }
}

function turn() {
  const root = document.documentElement;
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("copydesk-theme", root.dataset.theme);
}

/** Put a menu under the button that opens it, inside the window. */
function place(menu) {
  const opener = document.querySelector(`[popovertarget="${menu.id}"]`).getBoundingClientRect();
  const box = menu.getBoundingClientRect();
  menu.style.top = `${Math.min(opener.bottom + 4, innerHeight - box.height - 8)}px`;
  menu.style.left = `${Math.max(8, Math.min(opener.left, innerWidth - box.width - 8))}px`;
}

export function start() {
  for (const pane of PANES) $(`tab-${pane}`).addEventListener("click", () => show(pane));
  arrows($("tabs"), "[role=tab]", (tab) => show(tab.dataset.pane));
  show("talk");
  $("theme").addEventListener("click", turn);
  $("help-button").addEventListener("click", () => $("help-dialog").showModal());
  for (const menu of document.querySelectorAll("[popover]")) {
    menu.addEventListener("toggle", () => menu.matches(":popover-open") && place(menu));
  }
}
