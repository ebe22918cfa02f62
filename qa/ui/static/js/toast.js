// Short messages at the foot of the page; one may offer to undo.
import { $, button, el } from "./dom.js";

const SECONDS = 6;

/** Show `text` for some seconds; `action` is {text, run} and counts down with them. */
export function toast(text, { bad = false, action = null, seconds = SECONDS } = {}) {
  const made = el("div", { class: bad ? "toast bad" : "toast" }, el("span", { text }));
  let timer;
  const close = () => {
    clearInterval(timer);
    made.remove();
  };
  if (action) {
    const press = button(action.text, () => {
      close();
      action.run();
    });
    const left = el("span", { "aria-hidden": "true", text: ` ${seconds}` });
    press.append(left);
    made.append(press);
    const end = Date.now() + seconds * 1000;
    timer = setInterval(() => {
      const rest = Math.ceil((end - Date.now()) / 1000);
      left.textContent = ` ${Math.max(rest, 0)}`;
      if (rest <= 0) close();
    }, 250);
  } else {
    made.append(button("✕", close, { "aria-label": "Close" }));
    timer = setInterval(close, seconds * 1000);
  }
  $("toasts").append(made);
  while ($("toasts").children.length > 3) $("toasts").firstChild.remove();
}

/** Run `work`, and show what goes wrong. */
export async function trying(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message, { bad: true });
    return undefined;
  }
}
