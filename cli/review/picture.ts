import type { Lane } from "./access";
import { html } from "./escape";

interface Box {
  kind: "who" | "role" | "data" | "foreign";
  title: string;
  /** Below the title; empty for none. */
  detail: string;
}

interface Placed extends Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const [lineHeight, padding, gap, characterWidth] = [17, 10, 10, 7.3];

/** Who can assume which role and reach which data, as a picture: side by side where there is room, else one below another. */
export function pictureOf(lanes: Lane[], layout: "wide" | "narrow"): string {
  const label = `Who can assume which role, and what each role can reach (${layout})`;
  const place = layout === "wide" ? placeWide : placeNarrow;
  const width = layout === "wide" ? 1000 : 380;
  let top = 0;
  const drawn = lanes.map((lane) => {
    const { boxes, arrows, height } = place(lane, top);
    top += height + 2 * gap;
    return [...arrows, ...boxes.map(boxOf)].join("\n");
  });
  return `<svg class="${layout}" viewBox="0 0 ${width} ${Math.max(top, 1)}" role="img" aria-label="${html(label)}">
${drawn.join("\n")}
</svg>`;
}

const placeWide = (lane: Lane, top: number) => {
  const { who, role, data } = boxesOf(lane);
  const left = stacked(who, 1, top, 290);
  const right = stacked(data, 650, top, 349);
  const middle = stacked([role], 370, top, 210);
  const height = Math.max(...[left, middle, right].map(({ bottom }) => bottom)) - top;
  for (const column of [left, middle, right]) centre(column.boxes, column.bottom - top, height);
  const [hub] = middle.boxes as [Placed];
  return {
    boxes: [...left.boxes, hub, ...right.boxes],
    arrows: [
      ...left.boxes.map((box) => curve(box.x + box.width, middleOf(box), hub.x, middleOf(hub))),
      ...right.boxes.map((box) => curve(hub.x + hub.width, middleOf(hub), box.x, middleOf(box))),
    ],
    height,
  };
};

const placeNarrow = (lane: Lane, top: number) => {
  const { who, role, data } = boxesOf(lane);
  const first = stacked(who, 1, top, 378);
  const hub = stacked([role], 1, first.bottom + 24, 378);
  const last = stacked(data, 30, hub.bottom + 24, 349);
  const [hubBox] = hub.boxes as [Placed];
  const spine = 14;
  return {
    boxes: [...first.boxes, hubBox, ...last.boxes],
    arrows: [
      path(`M190 ${first.bottom} V${hubBox.y - 2}`),
      ...last.boxes.map((box) => path(`M${spine} ${hub.bottom} V${middleOf(box)} H${box.x - 2}`)),
    ],
    height: last.bottom - top,
  };
};

function boxesOf({ who, role, reach }: Lane): { who: Box[]; role: Box; data: Box[] } {
  const data = reach.map(
    ({ title, verbs, isForeign }): Box => ({
      kind: isForeign ? "foreign" : "data",
      ...{ title, detail: verbs.join(", ") },
    }),
  );
  return {
    who: who.map((title) => ({ kind: "who", title, detail: "" })),
    role: { kind: "role", title: role.name, detail: role.kind === "other" ? "" : role.kind },
    data: data.length > 0 ? data : [{ kind: "data", title: "Nothing", detail: "" }],
  };
}

function stacked(boxes: Box[], x: number, top: number, width: number): { boxes: Placed[]; bottom: number } {
  let y = top + 1;
  const placed = boxes.map((box) => {
    const lines = linesOf(box, width).length;
    const one = { ...box, x, y, width, height: lines * lineHeight + 2 * padding };
    y += one.height + gap;
    return one;
  });
  return { boxes: placed, bottom: y - gap + 1 };
}

function centre(boxes: Placed[], own: number, height: number): void {
  for (const box of boxes) box.y += (height - own) / 2;
}

function middleOf({ y, height }: Placed): number {
  return y + height / 2;
}

function linesOf({ title, detail }: Box, width: number): { text: string; isTitle: boolean }[] {
  const room = Math.floor((width - 2 * padding) / characterWidth);
  const lines = (text: string, isTitle: boolean) =>
    wrapped(text, room, 5).map((line) => ({ text: line, isTitle }));
  return [...lines(title, true), ...lines(detail, false)];
}

/** Lines of at most some characters, broken at spaces and behind punctuation where possible. */
export function wrapped(text: string, room: number, most: number): string[] {
  const words = text.match(/[^\s\-_/:,.@]*[-_/:,.@]?\s*/g)?.filter((word) => word !== "") ?? [];
  const pieces = words.flatMap((word) => word.match(new RegExp(`.{1,${room}}`, "gsu")) ?? []);
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && (last + piece.trimEnd()).length <= room) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  const shown = lines.map((line) => line.trim());
  return shown.length > most
    ? [...shown.slice(0, most - 1), `${shown[most - 1]?.slice(0, room - 1)}…`]
    : shown;
}

function boxOf(box: Placed): string {
  const { kind, x, y, width, height, title, detail } = box;
  const text = linesOf(box, width).map(({ text, isTitle }, index) => {
    const baseline = y + padding + (index + 1) * lineHeight - 4;
    const style = isTitle ? ' class="title"' : "";
    return `<text x="${x + padding}" y="${baseline}"${style}>${html(text)}</text>`;
  });
  const full = [title, detail].filter((part) => part !== "").join(": ");
  return `<g class="${kind}"><title>${html(full)}</title>
<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
${text.join("\n")}</g>`;
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const half = (x1 + x2) / 2;
  return path(`M${x1} ${y1} C${half} ${y1} ${half} ${y2} ${x2 - 2} ${y2}`);
}

function path(d: string): string {
  return `<path class="arrow" d="${d}" marker-end="url(#arrowhead)"/>`;
}

/** The head of all arrows of a page. */
export const arrowhead = `<svg width="0" height="0" class="defs" aria-hidden="true"><defs>
<marker id="arrowhead" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
<path d="M0 0 L8 4 L0 8 z" class="head"/></marker></defs></svg>`;
