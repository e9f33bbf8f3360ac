import type { Row, ZSet } from "./zset";

/** What the server pushes: a view's contents first, then what changed at each tick. */
interface Change {
  tick: number;
  rows: { row: Row; weight: number }[];
}

/** Follows a view for ever: keeps `contents` and calls `changed`. After a break it connects again and begins anew. */
export function follow(view: string, contents: ZSet, changed: () => void, status: (text: string) => void): void {
  const source = new EventSource(`/v1/live?view=${encodeURIComponent(view)}`);
  source.addEventListener("open", () => {
    contents.clear();
    status("");
  });
  source.addEventListener("message", (event: MessageEvent<string>) => {
    const change = JSON.parse(event.data) as Change;
    for (const { row, weight } of change.rows) {
      contents.add(row, weight);
    }
    changed();
  });
  source.addEventListener("error", () => status(`${view}: connecting again …`));
}
