import { useEffect, useState } from "react";
import { ask, type Run } from "../server/query";

const POLL_MILLIS = 400;

/** What the server says of a running query. */
export interface Progress {
  id: string;
  fraction: number;
  rowsRead: number;
}

/** Asks how far a query is, while it runs and only then. Until its answer begins its id is unknown: it is found by its text. */
export function useProgress(run: Run | null): Progress | null {
  const [progress, setProgress] = useState<Progress | null>(null);
  const active = run?.state === "running";
  useEffect(() => {
    setProgress(null);
    if (run === null || !active) {
      return undefined;
    }
    let left = false;
    const look = async (): Promise<void> => {
      const { columns, rows } = await ask("SHOW QUERIES");
      const at = (name: string): number => columns.findIndex((column) => column.name === name);
      const [id, state, sql] = [at("id"), at("state"), at("sql")];
      const mine = rows.filter((row) => (run.queryId === "" ? row[state] === "running" && row[sql] === run.sql : row[id] === run.queryId)).pop();
      if (!left && mine !== undefined) {
        run.queryId = String(mine[id]);
        setProgress({ id: run.queryId, fraction: Number(mine[at("progress")]), rowsRead: Number(mine[at("rows_read")]) });
      }
    };
    const timer = setInterval(() => void look().catch(() => undefined), POLL_MILLIS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, [run, active]);
  return progress;
}

/** Milliseconds since a run began, counted while it is active. */
export function useElapsed(run: Run | null): number {
  const [now, setNow] = useState(() => performance.now());
  const active = run?.active ?? false;
  useEffect(() => {
    if (!active) {
      return undefined;
    }
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, [active]);
  return run === null ? 0 : (run.elapsedMillis ?? Math.max(0, now - run.started));
}
