import { useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent as ReactPointerEvent } from "react";
import { useWords } from "../i18n";
import type { Column } from "../server/answer";
import type { RowPages } from "../server/pages";
import { Dialog } from "../app/Dialog";
import { rowsText } from "../i18n/said";
import { countText, isNumeric, lineText, tabbed, valueText, wholeText } from "./format";
import { textWidths } from "./measure";
import { firstRow, leftEdges, scrollHeight, shownColumns, topOf } from "./scroll";

const ROW = 26;
const HEAD = 44;
const NUMBER_WIDTH = 64;
const CELL_MIN = 72;
const CELL_MAX = 420;
const CELL_PADDING = 26;
const LONGER = 1.15;
const MEASURED_ROWS = 100;
/** Of a result with very many columns fewer rows are measured. */
const WIDE_COLUMNS = 500;
const MEASURED_WIDE = 5;
const DRAGGED_MIN = 40;
const DRAGGED_MAX = 2_000;
const COPIED_ROWS_MAX = 100_000;

interface Place {
  row: number;
  column: number;
}

interface GridProps {
  columns: Column[];
  rows: RowPages;
  /** Changes when rows were added. */
  version: number;
  /** The last row is in sight. */
  onEnd?: () => void;
}

/** Widths that fit the heads and the first rows, within bounds. */
function measure(columns: Column[], rows: RowPages): number[] {
  const sample = rows.slice(0, columns.length > WIDE_COLUMNS ? MEASURED_WIDE : MEASURED_ROWS);
  const { head, kind, cell } = textWidths();
  return columns.map((column, i) => {
    const titles = Math.max(head(column.name), kind(column.type.toLowerCase()));
    const widest = sample.reduce((most, row) => Math.max(most, cell(lineText(row[i]))), 0);
    // Texts and numbers further down are often a little longer than the first.
    const cells = Math.max(titles, widest * LONGER);
    return Math.min(CELL_MAX, Math.max(CELL_MIN, Math.ceil(cells) + CELL_PADDING));
  });
}

/** A table of any number of rows and columns: only what is in sight is in the page. Arrow keys move, shift selects, Ctrl+C copies. */
export function Grid({ columns, rows, version, onEnd }: GridProps) {
  const { say } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, left: 0, width: 800, height: 400 });
  const [active, setActive] = useState<Place | null>(null);
  const [anchor, setAnchor] = useState<Place | null>(null);
  const [copied, setCopied] = useState(false);
  const [opened, setOpened] = useState<Place | null>(null);
  const count = rows.length;
  const measured = Math.min(count, MEASURED_ROWS);
  const fitting = useMemo(() => measure(columns, rows), [columns, rows, measured]);
  const [dragged, setDragged] = useState<ReadonlyMap<number, number>>(new Map());
  const widths = useMemo(() => (dragged.size === 0 ? fitting : fitting.map((width, i) => dragged.get(i) ?? width)), [fitting, dragged]);
  const edges = useMemo(() => leftEdges(widths), [widths]);
  const whole = edges[edges.length - 1]! + NUMBER_WIDTH;

  useLayoutEffect(() => {
    const element = box.current!;
    const read = (): void =>
      setView({ top: element.scrollTop, left: element.scrollLeft, width: element.clientWidth, height: element.clientHeight - HEAD });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, []);

  const visible = Math.ceil(view.height / ROW) + 1;
  const first = Math.min(Math.max(0, count - visible + 1), firstRow(view.top, count, ROW, view.height));
  const last = Math.min(count, first + visible);
  const [from, to] = shownColumns(edges, view.left, view.width);

  useEffect(() => {
    if (last >= count && count > 0) {
      onEnd?.();
    }
  }, [last, count, onEnd, version]);

  const range = useMemo(() => {
    if (active === null) {
      return null;
    }
    const other = anchor ?? active;
    return {
      top: Math.min(active.row, other.row),
      bottom: Math.max(active.row, other.row),
      left: Math.min(active.column, other.column),
      right: Math.max(active.column, other.column),
    };
  }, [active, anchor]);

  const reveal = (place: Place): void => {
    const element = box.current!;
    if (place.row < first || place.row >= first + visible - 2) {
      const at = place.row < first ? place.row : Math.max(0, place.row - visible + 3);
      element.scrollTop = topOf(at, count, ROW, view.height);
    }
    const left = edges[place.column]!;
    const right = edges[place.column + 1]! + NUMBER_WIDTH;
    if (left < element.scrollLeft) {
      element.scrollLeft = left;
    } else if (right > element.scrollLeft + view.width) {
      element.scrollLeft = right - view.width;
    }
  };

  const select = (place: Place, extend: boolean): void => {
    const kept = {
      row: Math.min(count - 1, Math.max(0, place.row)),
      column: Math.min(columns.length - 1, Math.max(0, place.column)),
    };
    setActive(kept);
    setAnchor(extend ? (anchor ?? active ?? kept) : null);
    reveal(kept);
  };

  const copy = async (): Promise<void> => {
    if (range !== null) {
      const cells = rows
        .slice(range.top, Math.min(range.bottom + 1, range.top + COPIED_ROWS_MAX))
        .map((row) => row.slice(range.left, range.right + 1));
      await navigator.clipboard.writeText(tabbed(cells));
      setCopied(true);
      setTimeout(() => setCopied(false), 1200);
    }
  };

  const onKey = (event: KeyboardEvent): void => {
    const at = active ?? { row: 0, column: 0 };
    const moves: Record<string, Place> = {
      ArrowUp: { row: at.row - 1, column: at.column },
      ArrowDown: { row: at.row + 1, column: at.column },
      ArrowLeft: { row: at.row, column: at.column - 1 },
      ArrowRight: { row: at.row, column: at.column + 1 },
      PageUp: { row: at.row - visible + 2, column: at.column },
      PageDown: { row: at.row + visible - 2, column: at.column },
      Home: event.ctrlKey ? { row: 0, column: 0 } : { row: at.row, column: 0 },
      End: event.ctrlKey ? { row: count - 1, column: columns.length - 1 } : { row: at.row, column: columns.length - 1 },
    };
    const to = moves[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key === "c") {
      event.preventDefault();
      void copy();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "a") {
      event.preventDefault();
      setAnchor({ row: 0, column: 0 });
      setActive({ row: count - 1, column: columns.length - 1 });
    } else if (event.key === "Enter" && active !== null && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      setOpened(active);
    } else if (to !== undefined && count > 0 && !event.altKey) {
      event.preventDefault();
      select(to, event.shiftKey);
    }
  };

  const size = (event: ReactPointerEvent, column: number): void => {
    event.preventDefault();
    const start = event.clientX - widths[column]!;
    const move = (to: PointerEvent): void => setDragged((all) => new Map(all).set(column, Math.max(DRAGGED_MIN, Math.min(DRAGGED_MAX, to.clientX - start))));
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", move), { once: true });
  };

  const columnIndexes = Array.from({ length: to - from }, (_, i) => from + i);
  const rowIndexes = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
  // A row sits where it would in the scroll height, shifted so that the first one shown is at the top.
  const shift = view.top - (count * ROW <= scrollHeight(count, ROW) ? view.top - first * ROW : 0);
  return (
    <>
    <div
      ref={box}
      className="grid"
      role="grid"
      tabIndex={0}
      aria-label={rowsText(say, count)}
      onFocus={() => active === null && count > 0 && setActive({ row: 0, column: 0 })}
      aria-rowcount={count}
      aria-colcount={columns.length}
      onKeyDown={onKey}
    >
      <div className="grid-head" role="row" style={{ width: whole }}>
        <div className="grid-corner" style={{ width: NUMBER_WIDTH }}>
          {copied ? say("copied") : ""}
        </div>
        {columnIndexes.map((c) => (
          <div
            key={c}
            role="columnheader"
            className={isNumeric(columns[c]!.type) ? "grid-title right" : "grid-title"}
            style={{ left: edges[c]! + NUMBER_WIDTH, width: widths[c] }}
            title={`${columns[c]!.name} ${columns[c]!.type}`}
          >
            <b>{columns[c]!.name}</b>
            <small>{columns[c]!.type.toLowerCase()}</small>
            <span className="grid-sizer" aria-hidden="true" onPointerDown={(event) => size(event, c)} />
          </div>
        ))}
      </div>
      <div style={{ height: scrollHeight(count, ROW), width: whole, minWidth: "100%", position: "relative" }}>
        {rowIndexes.map((r, i) => {
          const row = rows.row(r);
          return (
            <div key={r} role="row" aria-rowindex={r + 1} className={r % 2 === 1 ? "grid-row odd" : "grid-row"} style={{ top: shift + i * ROW, width: whole }}>
              <div className="grid-number" style={{ width: NUMBER_WIDTH }}>
                {countText(r + 1)}
              </div>
              {columnIndexes.map((c) => {
                const value = row?.[c];
                const chosen = range !== null && r >= range.top && r <= range.bottom && c >= range.left && c <= range.right;
                const text = lineText(value);
                return (
                  <div
                    key={c}
                    role="gridcell"
                    aria-selected={chosen}
                    className={`grid-cell${isNumeric(columns[c]!.type) ? " right" : ""}${value === null ? " null" : ""}${chosen ? " chosen" : ""}${
                      active?.row === r && active.column === c ? " active" : ""
                    }`}
                    style={{ left: edges[c]! + NUMBER_WIDTH, width: widths[c] }}
                    title={text.length > 24 ? valueText(value).slice(0, 2000) : undefined}
                    onDoubleClick={() => setOpened({ row: r, column: c })}
                    onMouseDown={(event) => select({ row: r, column: c }, event.shiftKey)}
                    onMouseEnter={(event) => event.buttons === 1 && select({ row: r, column: c }, true)}
                  >
                    {text}
                  </div>
                );
              })}
            </div>
          );
        })}
      </div>
    </div>
      {opened !== null && (
        <Dialog wide title={say("value", columns[opened.column]?.name ?? "")} onClose={() => setOpened(null)}>
          <pre className="whole" tabIndex={0}>
            {wholeText(rows.row(opened.row)?.[opened.column])}
          </pre>
        </Dialog>
      )}
    </>
  );
}
