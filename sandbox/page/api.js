// The sandbox's own interface. What goes wrong is told to the person, in plain words.
import { toast } from "./dom.js";

const TROUBLE = {
  404: "Det finns inte längre.",
  504: "Boten svarade inte i tid. Försök igen om en stund.",
};

export const get = (...path) => call("GET", path);
export const post = (path, body) => call("POST", path, body);
export const remove = (...path) => call("DELETE", path);

/** Call `/sandbox/<path>`; returns the answer, or null when there was none to be had. */
async function call(method, path, body) {
  const address = ["/sandbox", ...path.map(encodeURIComponent)].join("/");
  try {
    const response = await fetch(address, {
      method,
      headers: body && { "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    if (response.ok) return await response.json();
    if (method !== "GET") toast(TROUBLE[response.status] ?? `Något gick fel (${response.status}).`);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // fetch rejects so when nobody answers
    toast("Sandlådan svarar inte. Är den igång?");
  }
  return null;
}

/** Call `hear` with every change on the server, and with null when the line is back up. */
export function listen(hear) {
  const source = new EventSource("/sandbox/events");
  source.onmessage = (event) => hear(JSON.parse(event.data));
  source.onopen = () => hear(null);
}
