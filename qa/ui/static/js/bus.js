// What the panes tell each other, and what the server tells them all.

const heard = new EventTarget();

export const on = (name, run) => heard.addEventListener(name, (event) => run(event.detail));
export const tell = (name, detail) => heard.dispatchEvent(new CustomEvent(name, { detail }));

/** Pass the server's events on, each under its type; "again" after the connection was lost. */
export function listen() {
  let before = false;
  const events = new EventSource("/desk/events");
  events.onmessage = (event) => {
    const message = JSON.parse(event.data);
    if (message.type === "hello") {
      if (before) tell("again");
      before = true;
    } else tell(`server:${message.type}`, message);
  };
  addEventListener("pagehide", () => events.close());
}
