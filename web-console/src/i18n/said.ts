import { countText } from "../grid/format";
import type { Say } from "./index";

/** `1 row`, `1,234 rows`. */
export function rowsText(say: Say, count: number): string {
  return count === 1 ? say("oneRow") : say("rows", countText(count));
}

/** A state of a query or a view as the server names it; one that is not known is shown as it is. */
export function stateText(say: Say, state: unknown): string {
  switch (state) {
    case "running":
      return say("isRunning");
    case "finished":
      return say("isFinished");
    case "failed":
      return say("isFailed");
    case "cancelled":
      return say("isCancelled");
    case "paused":
      return say("isPaused");
    default:
      return String(state);
  }
}

/** What kind of object the catalog holds. */
export function typeText(say: Say, type: string): string {
  switch (type) {
    case "BASE TABLE":
      return say("isTable");
    case "STREAM":
      return say("isStream");
    case "VIEW":
      return say("isView");
    case "MATERIALIZED VIEW":
      return say("isMaterialized");
    case "SYSTEM TABLE":
    case "SYSTEM VIEW":
      return say("isSystem");
    default:
      return type.toLowerCase();
  }
}
