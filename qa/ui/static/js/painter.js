// Paints blocks of text and tables onto a picture, as they are on the page.

const WIDTH = 900;
const EDGE = 44;
const SCALE = 2;
const INK = "#1d1c1a";
const SOFT = "#615d55";
const STYLES = {
  question: { font: "600 20px sans-serif", line: 28, after: 12 },
  answer: { font: "600 26px serif", line: 34, after: 8 },
  by: { font: "14px sans-serif", line: 20, after: 12, colour: SOFT },
  text: { font: "17px serif", line: 26, after: 12 },
  quote: { font: "16px serif", line: 25, after: 12, indent: 18, bar: "#e0dcd1" },
  warning: { font: "15px sans-serif", line: 22, after: 12, indent: 18, bar: "#7d5100", colour: "#7d5100" },
  source: { font: "13px sans-serif", line: 19, after: 3, colour: SOFT },
  small: { font: "13px sans-serif", line: 19, after: 10, colour: SOFT },
};
const COLUMNS = [0.13, 0.2, 0.22, 0.1, 0.35];

function wrap(pen, text, width) {
  const lines = [];
  for (const part of text.split("\n")) {
    let line = "";
    for (const word of part.split(/(?<=\s)/)) {
      if (line && pen.measureText(line + word).width > width) {
        lines.push(line);
        line = "";
      }
      line += word;
    }
    lines.push(line);
  }
  return lines;
}

/** Draw a block from `top` on, or only measure it; return where the next begins. */
function block(pen, each, top, draw) {
  if (each.kind === "table") return table(pen, each.rows, top, draw);
  const style = STYLES[each.kind] ?? STYLES.text;
  const left = EDGE + (style.indent ?? 0);
  pen.font = style.font;
  const lines = wrap(pen, each.text, WIDTH - left - EDGE);
  if (draw) {
    pen.fillStyle = style.colour ?? INK;
    lines.forEach((line, n) => pen.fillText(line, left, top + n * style.line + style.line * 0.72));
    if (style.bar) {
      pen.fillStyle = style.bar;
      pen.fillRect(EDGE, top, 4, lines.length * style.line);
    }
  }
  return top + lines.length * style.line + style.after;
}

function table(pen, rows, top, draw) {
  const whole = WIDTH - 2 * EDGE;
  let y = top;
  rows.forEach((cells, number) => {
    pen.font = number ? "14px sans-serif" : "13px sans-serif";
    const wrapped = cells.map((cell, n) => wrap(pen, cell, whole * (COLUMNS[n] ?? 0.2) - 14));
    const height = Math.max(...wrapped.map((lines) => lines.length)) * 20 + 12;
    if (draw) {
      pen.fillStyle = "#e0dcd1";
      if (number) pen.fillRect(EDGE, y, whole, 1);
      pen.fillStyle = number ? INK : SOFT;
      let x = EDGE;
      wrapped.forEach((lines, n) => {
        lines.forEach((line, k) => pen.fillText(line, x, y + 20 + k * 20));
        x += whole * (COLUMNS[n] ?? 0.2);
      });
    }
    y += height;
  });
  return y + 10;
}

async function imageOf(svg) {
  const image = new Image();
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(svg))}`;
  await image.decode();
  return image;
}

/** Return a PNG of blocks, with the picture `svg` before their sources. */
export async function paint(blocks, svg) {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  const image = svg ? await imageOf(svg) : null;
  const high = image ? (image.height * (WIDTH - 2 * EDGE)) / image.width : 0;
  const first = blocks.findIndex((each) => each.kind === "source");
  const run = (draw) => {
    let y = EDGE;
    blocks.forEach((each, n) => {
      if (image && n === first) {
        if (draw) pen.drawImage(image, EDGE, y, WIDTH - 2 * EDGE, high);
        y += high + 12;
      }
      y = block(pen, each, y, draw);
    });
    return y + EDGE - 12;
  };
  const height = run(false);
  canvas.width = WIDTH * SCALE;
  canvas.height = Math.min(height * SCALE, 16_000);
  pen.scale(SCALE, SCALE);
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, WIDTH, height);
  run(true);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}
