import { useCallback, useEffect, useState } from "react";
import { Icon } from "../app/Icon";
import { go } from "../app/route";
import { countText, durationText } from "../grid/format";
import { useWords } from "../i18n";
import { stateText } from "../i18n/said";
import { OWN } from "../server/catalog";
import type { Row } from "../server/pages";
import { ask } from "../server/query";
import { sendToEditor } from "./notebook";

/** How often what runs is asked for, and what ran while nothing does; only while the page is seen. */
const RUNNING_MILLIS = 1000;
const IDLE_MILLIS = 4000;

/** Running and past queries. */
export function QueriesPage() {
  const { say } = useWords();
  const [rows, setRows] = useState<Row[] | null>(null);
  const [own, setOwn] = useState(false);
  const [problem, setProblem] = useState("");
  const load = useCallback(
    () =>
      ask("SHOW QUERIES").then(
        (answer) => {
          setRows([...answer.rows].reverse());
          setProblem("");
        },
        (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)),
      ),
    [],
  );
  const running = (rows ?? []).some((row) => row[1] === "running");
  useEffect(() => void load(), [load]);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || void load(), running ? RUNNING_MILLIS : IDLE_MILLIS);
    return () => clearInterval(timer);
  }, [running, load]);
  const shown = (rows ?? []).filter((row) => own || !String(row[8]).includes(OWN)).sort((a, b) => Number(b[1] === "running") - Number(a[1] === "running"));
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say("queries")}</h1>
        <button onClick={() => void load()}>
          <Icon name="refresh" /> {say("refresh")}
        </button>
        <label className="muted">
          <input type="checkbox" checked={own} onChange={(event) => setOwn(event.target.checked)} /> {say("own")}
        </label>
      </header>
      {problem !== "" && <p className="failure">{say("problem", problem)}</p>}
      <div className="card scroll">
        <table className="list queries">
          <thead>
            <tr>
              <th>{say("state")}</th>
              <th>{say("statement")}</th>
              <th>{say("started")}</th>
              <th className="right">{say("elapsed")}</th>
              <th className="right">{say("rowsIn")}</th>
              <th className="right">{say("rowCount")}</th>
              <th />
            </tr>
          </thead>
          <tbody>
            {shown.map(([id, state, , started, elapsed, progress, read, out, sql, error]) => (
              <tr key={String(id)}>
                <td>
                  <span className={`badge ${String(state)}`}>{stateText(say, state)}</span>
                  {state === "running" && Number(progress) > 0 && <progress max={1} value={Number(progress)} />}
                </td>
                <td className="statement">
                  <code title={String(sql)}>{String(sql).slice(0, 300)}</code>
                  {error !== null && <p className="bad">{String(error)}</p>}
                </td>
                <td className="muted nowrap">{String(started).slice(0, 19)}</td>
                <td className="right nowrap">{durationText(Number(elapsed))}</td>
                <td className="right">{countText(Number(read))}</td>
                <td className="right">{countText(Number(out))}</td>
                <td className="right nowrap">
                  {state !== "running" && (
                    <button
                      className="plain"
                      title={say("openInEditor")}
                      aria-label={say("openInEditor")}
                      onClick={() => {
                        sendToEditor(String(sql));
                        go("#/sql");
                      }}
                    >
                      <Icon name="edit" />
                    </button>
                  )}
                  {state === "running" && (
                    <button onClick={() => void ask(`KILL QUERY '${String(id).replaceAll("'", "''")}'`).then(load, load)}>
                      <Icon name="stop" /> {say("kill")}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {rows === null && problem === "" && <p className="muted pad">{say("loading")}</p>}
        {rows !== null && shown.length === 0 && <p className="muted pad">{say("noQueries")}</p>}
      </div>
    </div>
  );
}
