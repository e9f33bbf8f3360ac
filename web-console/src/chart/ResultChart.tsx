import { lazy, Suspense, useMemo, useState } from "react";
import { pointsOf, partsOf, type TileKind } from "../dashboard/model";
import { isNumeric, countText } from "../grid/format";
import { useWords } from "../i18n";
import type { Run } from "../server/query";

const ChartBox = lazy(() => import("./ChartBox"));
const CHART_ROWS_MAX = 20_000;
const POINTS_MAX = 2_000;
const PARTS_MAX = 40;
const KINDS = ["spline", "line", "bar", "pie"] as const;

/** A picture of a result: choose the kind, x, y and what parts the series. */
export function ResultChart({ run }: { run: Run }) {
  const { say } = useWords();
  const columns = run.columns;
  const numeric = columns.filter((column) => isNumeric(column.type)).map((column) => column.name);
  const firstOther = columns.find((column) => !isNumeric(column.type))?.name ?? columns[0]?.name ?? "";
  const [kind, setKind] = useState<(typeof KINDS)[number]>(/^(DATE|TIMESTAMP)/.test(columns.find((c) => c.name === firstOther)?.type ?? "") ? "spline" : "bar");
  const [x, setX] = useState(firstOther);
  const [y, setY] = useState<string[]>(numeric.filter((name) => name !== firstOther).slice(0, 1));
  const [series, setSeries] = useState("");
  const rows = useMemo(() => run.rows.slice(0, CHART_ROWS_MAX), [run, run.rows.length]);
  const data = useMemo(() => {
    const along = kind === "spline" || kind === "line";
    const tile = { kind: kind as TileKind, title: "", view: "", x, y, series: along && series !== "" ? series : undefined };
    const type = columns.find((column) => column.name === x)?.type ?? "";
    // Lines run along numbers and times; along texts they take the rows' order, as bars do.
    return along && (isNumeric(type) || /^(DATE|TIMESTAMP)/.test(type))
      ? pointsOf({ ...tile, limit: POINTS_MAX }, columns, rows)
      : partsOf({ ...tile, limit: PARTS_MAX }, columns, rows);
  }, [kind, x, y, series, columns, rows]);
  const picture = useMemo(() => ({ kind, title: "", data }), [kind, data]);
  return (
    <div className="result-chart">
      <div className="toolbar">
        {KINDS.map((name) => (
          <button key={name} className={name === kind ? "chip on" : "chip"} aria-pressed={name === kind} onClick={() => setKind(name)}>
            {say(name)}
          </button>
        ))}
        <label>
          {say("xAxis")}{" "}
          <select value={x} onChange={(event) => setX(event.target.value)}>
            {columns.map((column) => (
              <option key={column.name}>{column.name}</option>
            ))}
          </select>
        </label>
        <span className="choices">
          {say("yAxis")}
          {numeric.map((name) => (
            <label key={name}>
              <input type="checkbox" checked={y.includes(name)} onChange={(event) => setY(event.target.checked ? [...y, name] : y.filter((other) => other !== name))} />
              {name}
            </label>
          ))}
        </span>
        {(kind === "spline" || kind === "line") && (
          <label>
            {say("series")}{" "}
            <select value={series} onChange={(event) => setSeries(event.target.value)}>
              <option value="">–</option>
              {columns.map((column) => (
                <option key={column.name}>{column.name}</option>
              ))}
            </select>
          </label>
        )}
        {run.rows.length > CHART_ROWS_MAX && <span className="muted">{say("firstRows", countText(CHART_ROWS_MAX))}</span>}
      </div>
      {data.labels.length === 0 ? (
        <p className="muted pad">{say("chartNothing")}</p>
      ) : (
        <Suspense>
          <ChartBox picture={picture} label={`${say(kind)}: ${y.join(", ")} / ${x}`} />
        </Suspense>
      )}
    </div>
  );
}
