import type { Row, ZSet } from "./zset";

/** What the server pushes as `changes`: a view's contents first, then what changed at each tick. `weights[i]` belongs to `rows[i]`. */
interface Changes {
  tick: number;
  rows: Row[];
  weights: number[];
}

/** Follows a view for ever: keeps `contents` and calls `changed`. After a break it connects again and begins anew. */
export function follow(view: string, contents: ZSet, changed: () => void, status: (text: string) => void): void {
  const source = new EventSource(`/v1/live?view=${encodeURIComponent(view)}`);
  source.addEventListener("open", () => {
    contents.clear();
    status("");
  });
  source.addEventListener("changes", (event: MessageEvent<string>) => {
    const changes = JSON.parse(event.data) as Changes;
    changes.rows.forEach((row, i) => contents.add(row, changes.weights[i] ?? 1));
    changed();
  });
  source.addEventListener("error", (event) => {
    // The browser's own error has no data: it connects again by itself. The server's says what became of the view.
    const said = event instanceof MessageEvent ? String(event.data) : "connecting again …";
    status(`${view}: ${said}`);
  });
}
