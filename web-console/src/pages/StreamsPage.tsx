import { useEffect, useRef, useState } from "react";
import { Icon } from "../app/Icon";
import { bytesText, countText, durationText, millisOf } from "../grid/format";
import { useWords } from "../i18n";
import { stateText } from "../i18n/said";
import { OWN } from "../server/catalog";
import { ask } from "../server/query";

const POLL_MILLIS = 2000;
const POINTS = 40;
/** A watermark that is further back is of old data, not behind. */
const BEHIND_MILLIS_MAX = 3_600_000;

interface Line {
  key: string;
  name: string;
  cells: Record<string, unknown>;
  /** How many rows have come in all. */
  total: number;
  /** What the server's clock said, in milliseconds. */
  now: number;
}

/** What a line did in the last seconds: rows a second, the newest last. */
type Rates = Map<string, { total: number; at: number; rates: number[] }>;

async function read(table: "jobs" | "streams"): Promise<Line[]> {
  const { columns, rows } = await ask(`SELECT ${OWN} *, CURRENT_TIMESTAMP AS asked FROM sys.${table} ORDER BY table_schema, table_name`);
  return rows.map((row) => {
    const cells = Object.fromEntries(columns.map((column, i) => [column.name, row[i]]));
    const partition = table === "streams" ? ` ${String(cells["partition"])}` : "";
    return {
      key: `${table} ${String(cells["table_schema"])}.${String(cells["table_name"])}${partition}`,
      name: `${String(cells["table_schema"])}.${String(cells["table_name"])}`,
      cells,
      total: Number(table === "streams" ? cells["end_offset"] : cells["rows_in"]),
      now: millisOf(cells["asked"]),
    };
  });
}

function note(rates: Rates, lines: Line[]): void {
  const now = performance.now();
  for (const line of lines) {
    const before = rates.get(line.key);
    const seconds = before === undefined ? 0 : (now - before.at) / 1000;
    const rate = before === undefined || seconds === 0 ? [] : [Math.max(0, (line.total - before.total) / seconds)];
    rates.set(line.key, { total: line.total, at: now, rates: [...(before?.rates ?? []), ...rate].slice(-POINTS) });
  }
}

function Spark({ values, label }: { values: number[]; label: string }) {
  const most = Math.max(1, ...values);
  // The newest is at the right end; a first value alone is a level line.
  const drawn = values.length === 1 ? [values[0]!, values[0]!] : values;
  const points = drawn.map((value, i) => `${(100 * (POINTS - drawn.length + i)) / (POINTS - 1)},${22 - (value / most) * 20}`).join(" ");
  return (
    <svg className="spark" viewBox="0 0 100 24" role="img" aria-label={label} preserveAspectRatio="none">
      <path d="M0 22H100" />
      <polyline points={points} />
    </svg>
  );
}

function Rate({ rates, line }: { rates: Rates; line: Line }) {
  const known = rates.get(line.key)?.rates ?? [];
  const last = known[known.length - 1];
  const text = last === undefined ? "…" : countText(Math.round(last));
  return (
    <span className="rate">
      <Spark values={known} label={text} />
      {text}
    </span>
  );
}

/** How far the watermark is behind the server's clock, where that says something. */
function behind(line: Line): number | null {
  const millis = line.cells["watermark"] == null ? Number.NaN : line.now - millisOf(line.cells["watermark"]);
  return millis >= 0 && millis < BEHIND_MILLIS_MAX ? millis : null;
}

/** Streams and materialized views: what comes in, how far behind they are, what they keep. */
export function StreamsPage() {
  const { say } = useWords();
  const [jobs, setJobs] = useState<Line[] | null>(null);
  const [streams, setStreams] = useState<Line[] | null>(null);
  const [problem, setProblem] = useState("");
  const rates = useRef<Rates>(new Map());
  useEffect(() => {
    let asking = false;
    let left = false;
    const load = async (): Promise<void> => {
      if (document.hidden || asking) {
        return;
      }
      asking = true;
      try {
        const [nextJobs, nextStreams] = await Promise.all([read("jobs"), read("streams")]);
        if (left) {
          return;
        }
        note(rates.current, nextJobs);
        note(rates.current, nextStreams);
        setJobs(nextJobs);
        setStreams(nextStreams);
        setProblem("");
      } catch (failure) {
        setProblem(failure instanceof Error ? failure.message : String(failure));
      } finally {
        asking = false;
      }
    };
    void load();
    const timer = setInterval(() => void load(), POLL_MILLIS);
    return () => {
      left = true;
      clearInterval(timer);
    };
  }, []);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say("streams")}</h1>
      </header>
      {problem !== "" && <p className="failure">{say("problem", problem)}</p>}
      <div className="card scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{say("view")}</th>
              <th>{say("state")}</th>
              <th className="right">{say("throughput")}</th>
              <th className="right">{say("lag")}</th>
              <th>{say("watermark")}</th>
              <th className="right">{say("stateSize")}</th>
              <th className="right">{say("rowsIn")}</th>
              <th className="right">{say("lateRows")}</th>
              <th className="right">{say("subscribers")}</th>
            </tr>
          </thead>
          <tbody>
            {jobs?.map((line) => (
              <tr key={line.key}>
                <td className="nowrap">
                  <Icon name="live" /> {line.name}
                  {line.cells["error"] !== null && <p className="bad">{String(line.cells["error"])}</p>}
                </td>
                <td>
                  <span className={`badge ${String(line.cells["state"])}`}>{stateText(say, line.cells["state"])}</span>
                </td>
                <td className="right nowrap">
                  <Rate rates={rates.current} line={line} />
                </td>
                <td className="right">{countText(Number(line.cells["lag_ticks"]))}</td>
                <td className="nowrap">
                  {String(line.cells["watermark"] ?? "–").slice(0, 23)}
                  {behind(line) !== null && <small className="under">{say("behind", durationText(behind(line)!))}</small>}
                </td>
                <td className="right nowrap">{bytesText(Number(line.cells["state_bytes"]))}</td>
                <td className="right">{countText(line.total)}</td>
                <td className="right">{countText(Number(line.cells["late_rows"]))}</td>
                <td className="right">{countText(Number(line.cells["subscribers"]))}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {jobs === null && problem === "" && <p className="muted pad">{say("loading")}</p>}
        {jobs?.length === 0 && <p className="muted pad">{say("noJobs")}</p>}
      </div>
      <div className="card scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{say("stream")}</th>
              <th className="right">{say("partition")}</th>
              <th className="right">{say("throughput")}</th>
              <th className="right">{say("offsets")}</th>
            </tr>
          </thead>
          <tbody>
            {streams?.map((line) => (
              <tr key={line.key}>
                <td>
                  <Icon name="stream" /> {line.name}
                </td>
                <td className="right">{String(line.cells["partition"])}</td>
                <td className="right nowrap">
                  <Rate rates={rates.current} line={line} />
                </td>
                <td className="right nowrap">
                  {countText(Number(line.cells["earliest_offset"]))} – {countText(line.total)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {streams === null && problem === "" && <p className="muted pad">{say("loading")}</p>}
        {streams?.length === 0 && <p className="muted pad">{say("noStreams")}</p>}
      </div>
    </div>
  );
}
