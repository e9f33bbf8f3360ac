/** Browsers hold elements of so many pixels; beyond, the scroll bar stands for more rows than it has pixels. */
const HEIGHT_MAX = 8_000_000;

/** The height that is scrolled over for `rows` rows. */
export function scrollHeight(rows: number, rowHeight: number): number {
  return Math.min(rows * rowHeight, HEIGHT_MAX);
}

/** The row at the top of a viewport that is scrolled to `top`. */
export function firstRow(top: number, rows: number, rowHeight: number, viewport: number): number {
  const whole = rows * rowHeight;
  if (whole <= HEIGHT_MAX) {
    return Math.floor(top / rowHeight);
  }
  const fraction = Math.min(1, Math.max(0, top / (HEIGHT_MAX - viewport)));
  return Math.floor((fraction * (whole - viewport)) / rowHeight);
}

/** Where to scroll so that `row` is the first one shown. */
export function topOf(row: number, rows: number, rowHeight: number, viewport: number): number {
  const whole = rows * rowHeight;
  return whole <= HEIGHT_MAX ? row * rowHeight : ((row * rowHeight) / (whole - viewport)) * (HEIGHT_MAX - viewport);
}

/** Left edges of columns, and one more: the end of the last. */
export function leftEdges(widths: number[]): number[] {
  const edges = [0];
  widths.forEach((width, i) => edges.push(edges[i]! + width));
  return edges;
}

/** Columns that a viewport shows: first, and the one behind the last. */
export function shownColumns(edges: number[], left: number, width: number): [number, number] {
  let first = 0;
  while (first < edges.length - 2 && edges[first + 1]! <= left) {
    first++;
  }
  let end = first;
  while (end < edges.length - 1 && edges[end]! < left + width) {
    end++;
  }
  return [first, end];
}
