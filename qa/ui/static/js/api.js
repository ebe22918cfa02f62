// Talks to the server; what goes wrong comes back as an Error whose message can be shown.

const UNREACHABLE = "Copydesk can't be reached. Check that it still runs, then try again.";

/** Show the form for name and password, if the server has one. */
const askWho = () => location.assign("/login");

/** End the session, and ask who is there. */
export async function logOut() {
  await fetch("/logout", { method: "POST", redirect: "manual" });
  askWho();
}

/** Return what the API says of an error, without what to type at a command line. */
const plainly = (detail) => detail?.split("; ").filter((part) => !/`copydesk\b|(^|\s)--[a-z]/.test(part)).join("; ");

/** Call an address of the page, or one of the API, which begins with "/v1". */
async function call(method, path, body) {
  let answer;
  try {
    answer = await fetch(path.startsWith("/v1") ? path : `/desk/${path}`, {
      method,
      headers: body instanceof FormData || body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined || body instanceof FormData ? body : JSON.stringify(body),
    });
  } catch {
    throw new Error(UNREACHABLE);
  }
  if (answer.status === 401) askWho();
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Error((told.message ?? plainly(told.detail)) || `The server answered ${answer.status}.`);
  }
  return answer;
}

const plain = async (answer) => (answer.status === 204 ? null : answer.json());

export const get = async (path, query = {}) => plain(await call("GET", path + search(query)));
export const getText = async (path) => (await call("GET", path)).text();
export const post = async (path, body = {}) => plain(await call("POST", path, body));
export const remove = async (path) => plain(await call("DELETE", path));

/** Return "?a=1&b=2" of what is not empty. */
export function search(query) {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).filter((v) => v !== "" && v !== null && v !== undefined).map((v) => [name, v]),
  );
  return pairs.length ? `?${new URLSearchParams(pairs)}` : "";
}
