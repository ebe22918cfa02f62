// Elements made of data. Text goes in as text, never as markup.

export const $ = (id) => document.getElementById(id);

/** Return a new element; `props` are attributes, `on` listeners, `class` and `text` what they say. */
export function el(tag, props = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, run] of Object.entries(value)) made.addEventListener(event, run);
    else if (name === "class") made.className = value;
    else if (name === "text") made.textContent = value;
    else if (name === "data") Object.assign(made.dataset, value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((each) => each !== null && each !== undefined && each !== false));
  return made;
}

export const button = (text, run, props = {}) => el("button", { type: "button", text, on: { click: run }, ...props });

/**
 * Let `box` hold these elements, but leave those that are there already: a press is lost where its
 * element is exchanged before it ends. Elements that look alike, data included, do alike.
 */
export function refill(box, ...made) {
  const held = [...box.children];
  made.forEach((each, n) => {
    const before = held[n];
    if (!before) box.append(each);
    else if (before === each) return;
    else if (!before.isEqualNode(each)) before.replaceWith(each);
    else if (each.querySelector("input")) before.querySelector("input").checked = each.querySelector("input").checked;
  });
  held.slice(made.length).forEach((each) => each.remove());
}

/** Return "1 article" or "12 articles". */
export const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Return the day of an ISO 8601 date as "11 Feb 2025"; anything else as it is. */
export function day(date) {
  const [, year, month, number] = /^(\d{4})-(\d\d)-(\d\d)/.exec(date) ?? [];
  return MONTHS[month - 1] ? `${Number(number)} ${MONTHS[month - 1]} ${Number(year)}` : visible(date);
}

/** Return facts of an article so that no line breaks within a day, or begins with a dot. */
export const unbroken = (text) => text?.replace(/ · /g, "\u00a0· ").replace(/\b(\d{1,2}) (\p{L}{3}) (\d{4})\b/gu, "$1\u00a0$2\u00a0$3");

/** Return clauses as one sentence. */
export const sentence = (clauses) => clauses.join("; ").replace(/^./u, (first) => first.toUpperCase()).replace(/[^.!?]$/u, "$&.");

const sign = (each) =>
  each < " " ? String.fromCharCode(0x2400 + each.charCodeAt(0))
  : each === "\x7f" ? "\u2421" : `[U+${each.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;

/** Return text whose control and direction characters are seen, as views/segments.py has it. */
export const visible = (text) =>
  text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, sign);

/** Return the day that "yesterday" means in its article, to stand behind an answer. */
export const meaning = (means) => (means ? el("span", { class: "means", text: ` (${means})`, title: "What this means in its article" }) : null);

/** Return a function that runs `work` once it was not called for `ms`. */
export function later(work, ms) {
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...args), ms);
  };
}

export const isPhone = () => matchMedia("(max-width: 820px)").matches;

let said = 0;
/** Say something to those who hear the page instead of seeing it. */
export function announce(text) {
  const live = $("live");
  live.append(el("p", { text, data: { n: String((said += 1)) } }));
  while (live.children.length > 6) live.firstChild.remove();
}

/** Let arrow keys go through the items of a bar, of which one is in the tab order. */
export function arrows(bar, selector, choose) {
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const items = [...bar.querySelectorAll(selector)];
    const at = items.indexOf(document.activeElement);
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? items.length - 1
      : step && at >= 0 ? (at + step + items.length) % items.length : -1;
    if (to < 0) return;
    event.preventDefault();
    items[to].focus();
    choose(items[to]);
  });
}
