import { lazy, Suspense, useCallback, useRef, useState, useSyncExternalStore } from "react";
import { Icon } from "../app/Icon";
import { Grid } from "../grid/Grid";
import { useCommands } from "../command/commands";
import { bytesText, countText, durationText } from "../grid/format";
import { useWords, type Say } from "../i18n";
import { PlanGraph } from "../plan/PlanGraph";
import type { PlanNode } from "../plan/layout";
import { rowsText } from "../i18n/said";
import { exportCsv, type Run } from "../server/query";
import { useElapsed, useProgress } from "./progress";

const ResultChart = lazy(() => import("../chart/ResultChart").then((module) => ({ default: module.ResultChart })));

function summary(run: Run, say: Say): string {
  if (run.error !== null) {
    return say("failed");
  }
  if (run.columns.length > 0) {
    return run.active || run.state === "cancelled" ? say("rowsSoFar", countText(run.rows.length)) : rowsText(say, run.rows.length);
  }
  if (run.active) {
    return say("running");
  }
  if (run.state === "cancelled") {
    return "";
  }
  return run.updateCount === null ? say("doneTag", run.tag) : say("changed", countText(run.updateCount));
}

function planOf(run: Run): PlanNode | null {
  const text = run.tag === "EXPLAIN" && run.rows.length === 1 ? run.rows.row(0)?.[0] : undefined;
  if (typeof text === "string" && text.startsWith("{")) {
    return JSON.parse(text) as PlanNode;
  }
  return null;
}

/** What one statement gave: rows as a table or a chart, a plan as a graph, an error with its place. */
export function ResultPane({ run, visible }: { run: Run; visible: boolean }) {
  const { say } = useWords();
  const version = useSyncExternalStore(run.subscribe, () => run.version);
  const progress = useProgress(run);
  const elapsed = useElapsed(run);
  const [shown, setShown] = useState<"grid" | "chart">("grid");
  const [problem, setProblem] = useState("");
  const more = useCallback(() => run.wantMore(), [run]);
  const plan = planOf(run);
  const rows = run.columns.length > 0 && plan === null;
  const place = run.errorPlace();
  const [exported, setExported] = useState<number | null>(null);
  const stop = useRef<AbortController | null>(null);
  const save = (): void => {
    if (exported !== null) {
      return;
    }
    const abort = new AbortController();
    stop.current = abort;
    setProblem("");
    setExported(0);
    let told = 0;
    exportCsv(run.sql, run.options, "result.csv", abort.signal, (bytes) => {
      if (performance.now() - told > 100) {
        told = performance.now();
        setExported(bytes);
      }
    })
      .catch((failure: unknown) => {
        if (!(failure instanceof DOMException && failure.name === "AbortError")) {
          setProblem(failure instanceof Error ? failure.message : String(failure));
        }
      })
      .finally(() => setExported(null));
  };
  useCommands(
    [
      { word: "csv", keys: "Alt+X", run: save },
      { word: "showTable", keys: "Alt+T", run: () => setShown("grid") },
      { word: "showChart", keys: "Alt+G", run: () => setShown("chart") },
    ],
    visible && rows,
  );
  return (
    <section className="result" aria-label={run.sql.slice(0, 80)}>
      <div className="toolbar result-bar" aria-live="polite">
        {rows && (
          <>
            <button className={shown === "grid" ? "chip on" : "chip"} aria-pressed={shown === "grid"} onClick={() => setShown("grid")}>
              <Icon name="table" /> {say("grid")}
            </button>
            <button className={shown === "chart" ? "chip on" : "chip"} aria-pressed={shown === "chart"} onClick={() => setShown("chart")}>
              <Icon name="chart" /> {say("chart")}
            </button>
          </>
        )}
        <span className={run.error === null ? "summary" : "summary bad"} data-state={run.state}>
          {plan === null ? summary(run, say) : say("explain")}
        </span>
        <span className="muted">{durationText(elapsed)}</span>
        {run.active && progress !== null && (
          <>
            <progress max={1} value={Number.isFinite(progress.fraction) && progress.fraction > 0 ? progress.fraction : undefined} aria-label={say("progress")} />
            <span className="muted">{say("rowsRead", countText(progress.rowsRead))}</span>
          </>
        )}
        {run.state === "waiting" && (
          <>
            <span className="muted">{say("waiting")}</span>
            <button className="chip" onClick={more}>
              {say("loadMore")}
            </button>
          </>
        )}
        {run.state === "cancelled" && <span className="muted">{say(run.full ? "full" : "cancelled")}</span>}
        <span className="space" />
        {rows && exported !== null && (
          <>
            <span className="muted">{say("exporting", bytesText(exported))}</span>
            <button className="chip" onClick={() => stop.current?.abort()}>
              <Icon name="stop" /> {say("cancel")}
            </button>
          </>
        )}
        {rows && exported === null && (
          <button className="chip" title="Alt+X" onClick={save}>
            <Icon name="download" /> {say("csv")}
          </button>
        )}
      </div>
      {run.warnings.map((warning) => (
        <p key={warning} className="warning">
          {warning}
        </p>
      ))}
      {problem !== "" && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
      {run.error !== null && (
        <div className="failure" role="alert">
          <b>{run.error.code}</b> {place !== null && <span className="muted">{say("at", place.line, place.column)}</span>}
          <p>{run.error.message}</p>
          {run.error.hint != null && <p className="hint">{run.error.hint}</p>}
        </div>
      )}
      {plan !== null && <PlanGraph plan={plan} />}
      {rows && run.state === "done" && run.rows.length === 0 && <p className="muted pad empty-rows">{say("noRows")}</p>}
      {run.state === "running" && run.columns.length === 0 && <div className="busy" aria-hidden="true" />}
      {rows && shown === "grid" && <Grid columns={run.columns} rows={run.rows} version={version} onEnd={run.active ? more : undefined} />}
      {rows && shown === "chart" && (
        <Suspense>
          <ResultChart run={run} />
        </Suspense>
      )}
    </section>
  );
}
