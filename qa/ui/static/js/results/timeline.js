// A picture of what was said when: a lane for each answer, a dot for each article.
import { tell } from "../bus.js";
import { isPhone } from "../dom.js";

const SPACE = "http://www.w3.org/2000/svg";
const RIGHT = 30;
const LANE = 40;
const TOP = 14;
const PAGE = { ink: "var(--ink)", soft: "var(--soft)", line: "var(--line)", lanes: ["var(--blue)", "var(--amber)", "var(--red)", "var(--green)"] };
// As wide as the card is, so that its letters are not made small.
const SIZES = { wide: { WIDTH: 680, LEFT: 190, LABEL: 24 }, phone: { WIDTH: 340, LEFT: 128, LABEL: 14 } };

function make(tag, attributes, text) {
  const made = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

/** Return an SVG of a comparison's dated answers, null where there are fewer than two days. */
export function timeline(entry, result, colours = PAGE) {
  const { WIDTH, LEFT, LABEL } = colours === PAGE && isPhone() ? SIZES.phone : SIZES.wide;
  const dated = result.rows.filter((row) => /^\d{4}-\d{2}-\d{2}/.test(row.day));
  const days = dated.map((row) => Date.parse(row.day.slice(0, 10)));
  const [first, last] = [Math.min(...days), Math.max(...days)];
  if (dated.length < 2 || first === last) return null;
  const lanes = [...new Set(dated.map((row) => row.lane))].sort((a, b) => a - b);
  const height = TOP + lanes.length * LANE + 34;
  const svg = make("svg", { viewBox: `0 0 ${WIDTH} ${height}`, width: WIDTH, height, role: "img", "aria-label": `Timeline: ${dated.map((row) => `${row.date}: ${row.means || row.answer}`).join("; ")}` });
  const x = (time) => LEFT + ((time - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (lane) => TOP + lanes.indexOf(lane) * LANE + LANE / 2;
  for (const lane of lanes) {
    svg.append(make("text", { x: 0, y: y(lane) + 5, fill: colours.ink, "font-size": 14, "font-family": "sans-serif" }, short(result.groups[lane]?.means || result.groups[lane]?.answer || "", LABEL)));
    svg.append(make("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(lane), y2: y(lane), stroke: colours.line, "stroke-width": 2 }));
  }
  const axis = TOP + lanes.length * LANE + 22;
  const shown = new Set();
  dated.forEach((row, index) => {
    const at = x(days[index]);
    const colour = colours.lanes[lanes.indexOf(row.lane) % colours.lanes.length];
    const dot = make("circle", { cx: at, cy: y(row.lane), r: 8, fill: colour, class: "dot" });
    dot.append(make("title", {}, `${row.date}: ${row.means || row.answer} (${row.source || row.title})`));
    dot.addEventListener("click", () => row.cites.length && tell("cite", { entry, n: row.cites[0] }));
    svg.append(dot);
    // Labels that would lie on each other are left out; the dots tell their day.
    const near = [...shown].some((other) => Math.abs(other - at) < 84);
    if (!near) {
      shown.add(at);
      svg.append(make("text", { x: Math.min(at, WIDTH - 42), y: axis, fill: colours.soft, "font-size": 12, "font-family": "sans-serif", "text-anchor": "middle" }, row.date));
    }
  });
  return svg;
}
