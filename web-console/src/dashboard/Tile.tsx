import { lazy, Suspense, useEffect, useMemo, useReducer } from "react";
import { valueText, isNumeric } from "../grid/format";
import { useWords } from "../i18n";
import { liveView } from "./live";
import { partsOf, pointsOf, tableOf, totalsOf, type TileSpec } from "./model";

const ChartBox = lazy(() => import("../chart/ChartBox"));

function numberText(value: number | null, currency: string | undefined, language: string): string {
  if (value === null) {
    return "–";
  }
  try {
    return new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en-US", currency === undefined || currency === "" ? {} : { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: 0 }).format(value);
  } catch {
    return String(value);
  }
}

/** A picture of a view that moves as the view does. */
export function Tile({ tile }: { tile: TileSpec }) {
  const { say, language } = useWords();
  const view = useMemo(() => liveView(tile.view), [tile.view]);
  const [version, moved] = useReducer((n: number) => n + 1, 0);
  useEffect(() => view.follow(moved), [view]);
  const rows = useMemo(() => view.contents.rows(), [view, version]);
  const columns = view.columns;
  const { kind } = tile;
  const picture = useMemo(
    () =>
      kind === "number" || kind === "table"
        ? null
        : {
            kind,
            title: tile.title,
            yName: tile.yName,
            data: kind === "bar" || kind === "pie" ? partsOf(tile, columns, rows) : pointsOf(tile, columns, rows),
          },
    [kind, tile, columns, rows],
  );
  const table = kind === "table" ? tableOf(tile, columns, rows) : null;
  return (
    <div className={`tile-body ${kind}`}>
      {picture === null && <h2>{tile.title}</h2>}
      <span className={view.connected ? "dot live" : "dot"} title={view.connected ? `${say("live")} · ${tile.view}` : `${say("reconnecting")} ${view.problem}`} />
      {!view.connected && view.problem === "" && <p className="muted small">{say("loading")}</p>}
      {!view.connected && view.problem.length > 1 && <p className="failure small">{view.problem}</p>}
      {picture !== null && (
        <Suspense>
          <ChartBox picture={picture} label={`${tile.title}: ${picture.data.series.map((series) => series.name).join(", ")}`} />
        </Suspense>
      )}
      {kind === "number" && (
        <div className="figures">
          {totalsOf(tile, columns, rows).map(({ name, value }) => (
            <div key={name} className="figure">
              <strong>{numberText(value, tile.currency, language)}</strong>
              <span>{name}</span>
            </div>
          ))}
        </div>
      )}
      {table !== null && (
        <div className="scroll fill">
          <table>
            <thead>
              <tr>
                {table.heads.map((head) => (
                  <th key={head.name} className={isNumeric(head.type) ? "right" : ""}>
                    {head.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, i) => (
                <tr key={i}>
                  {row.map((value, c) => (
                    <td key={c} className={`${isNumeric(table.heads[c]!.type) ? "right" : ""}${value === null ? " null" : ""}`}>
                      {typeof value === "number" ? numberText(value, undefined, language) : valueText(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
