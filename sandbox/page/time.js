// Swedish wall time, wherever the browser is, and the clock that the sandbox simulates.

const ZONE = "Europe/Stockholm";
const LINES = "clock-lines";
const sv = (options) => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, ...options });
const WALL = sv({ dateStyle: "short", timeStyle: "short" });
const CLOCK = sv({ hour: "2-digit", minute: "2-digit" });
const DAY = sv({ weekday: "short", day: "numeric", month: "short" });

export const clockTime = (milliseconds) => CLOCK.format(milliseconds);
export const day = (milliseconds) => DAY.format(milliseconds).replaceAll(".", "");

/** Seconds since 1970 -> "2026-11-24T08:00", as date fields want it. */
export const wallTime = (seconds) => WALL.format(seconds * 1000).replace(" ", "T");

/** "2026-11-24T08:00" in Sweden -> seconds since 1970. */
export function instant(wall) {
  const wanted = asUtc(wall);
  const offset = (seconds) => asUtc(wallTime(seconds)) - seconds;
  const near = wanted - offset(wanted);
  return wanted - offset(near); // again, for the hours around a change of summer time
}

const asUtc = (wall) => Date.parse(`${wall}Z`) / 1000;

/** Seconds from `now` (milliseconds) to the next time it is `hour` o'clock in Sweden. */
export function secondsUntil(hour, now) {
  const at = (milliseconds) => instant(`${wallTime(milliseconds / 1000).slice(0, 11)}${hour}`);
  const today = at(now);
  const next = today * 1000 > now ? today : at(today * 1000 + 86_400_000);
  return Math.round(next - now / 1000);
}

// Messages bear real time. Each line says which simulated moment a real one was, from then on;
// they outlive a reload, so that old messages keep their times.
const lines = JSON.parse(sessionStorage.getItem(LINES) ?? "[]");
let isSimulated = false;

/** Note what the simulated clock showed just now, and how fast it goes. */
export function setClock({ now, speed }) {
  isSimulated = now !== null;
  if (!isSimulated) return;
  lines.push({ real: Date.now(), simulated: Date.parse(now), speed });
  sessionStorage.setItem(LINES, JSON.stringify(lines.slice(-200)));
}

/** The simulated moment of a real one; both in milliseconds. */
export function simulated(real = Date.now()) {
  if (!isSimulated) return real;
  const line = lines.findLast((one) => one.real <= real) ?? lines[0];
  return line.simulated + (real - line.real) * line.speed;
}
