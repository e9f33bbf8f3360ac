import { useState } from "react";
import { useWords, type Say } from "../i18n";
import { useCatalog } from "../server/catalog";
import { isNumeric } from "../grid/format";
import { KINDS, type TileKind, type TileSpec } from "./model";

const TOTALS = ["sum", "count", "max", "min", "last"] as const;

function Choice({ label, value, options, onChange }: { label: string; value: string; options: readonly string[]; onChange: (value: string) => void }) {
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {[...new Set(["", value, ...options])].map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  );
}

function Amount({ label, value, onChange }: { label: string; value: number | undefined; onChange: (value: number | undefined) => void }) {
  return (
    <label>
      <span>{label}</span>
      <input type="number" min={0} value={value ?? ""} onChange={(event) => onChange(event.target.value === "" ? undefined : Number(event.target.value))} />
    </label>
  );
}

function kindWord(kind: TileKind, say: Say): string {
  return say(kind);
}

/** What a tile shows, as a form. */
export function TileForm({ tile, onChange }: { tile: TileSpec; onChange: (tile: TileSpec) => void }) {
  const { say } = useWords();
  const catalog = useCatalog();
  const [names, setNames] = useState(JSON.stringify(tile.names ?? {}));
  const [wrong, setWrong] = useState(false);
  const views = catalog.objects.filter((object) => object.type === "MATERIALIZED VIEW");
  const columns = views.find((view) => `${view.schema}.${view.name}` === tile.view)?.columns ?? [];
  const all = columns.map((column) => column.name);
  const drawable = tile.kind === "table" ? all : columns.filter((column) => isNumeric(column.type)).map((column) => column.name);
  const put = (change: Partial<TileSpec>): void => onChange({ ...tile, ...change });
  const choose = (view: string): void => {
    const found = views.find((one) => `${one.schema}.${one.name}` === view)?.columns ?? [];
    put({ view, x: found.find((column) => !isNumeric(column.type))?.name, y: found.filter((column) => isNumeric(column.type)).slice(0, 1).map((c) => c.name), series: undefined });
  };
  return (
    <div className="tile-form">
      <label>
        <span>{say("title")}</span>
        <input value={tile.title} onChange={(event) => put({ title: event.target.value })} />
      </label>
      <label>
        <span>{say("kind")}</span>
        <select value={tile.kind} onChange={(event) => put({ kind: event.target.value as TileKind })}>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {kindWord(kind, say)}
            </option>
          ))}
        </select>
      </label>
      <Choice label={say("view")} value={tile.view} options={views.map((view) => `${view.schema}.${view.name}`)} onChange={choose} />
      <Choice label={say("xAxis")} value={tile.x ?? ""} options={all} onChange={(x) => put({ x: x || undefined })} />
      <fieldset>
        <legend>{say("yAxis")}</legend>
        {drawable.map((name) => (
          <label key={name} className="check">
            <input
              type="checkbox"
              checked={tile.y?.includes(name) ?? false}
              onChange={(event) => put({ y: event.target.checked ? [...(tile.y ?? []), name] : tile.y?.filter((other) => other !== name) })}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {(tile.kind === "spline" || tile.kind === "line") && (
        <>
          <Choice label={say("series")} value={tile.series ?? ""} options={all} onChange={(series) => put({ series: series || undefined })} />
          <label>
            <span>{say("yName")}</span>
            <input value={tile.yName ?? ""} onChange={(event) => put({ yName: event.target.value || undefined })} />
          </label>
          <Amount label={say("step")} value={tile.stepMillis} onChange={(stepMillis) => put({ stepMillis })} />
        </>
      )}
      {tile.kind === "number" && <Choice label={say("total")} value={tile.total ?? "sum"} options={TOTALS} onChange={(total) => put({ total: (total || "sum") as TileSpec["total"] })} />}
      <Amount label={say("limit")} value={tile.limit} onChange={(limit) => put({ limit })} />
      <Amount label={say("width")} value={tile.w} onChange={(w) => put({ w })} />
      <Amount label={say("height")} value={tile.h} onChange={(h) => put({ h })} />
      <label>
        <span>{say("names")}</span>
        <input
          value={names}
          aria-invalid={wrong}
          onChange={(event) => {
            setNames(event.target.value);
            try {
              const parsed = JSON.parse(event.target.value === "" ? "{}" : event.target.value) as Record<string, string>;
              setWrong(false);
              put({ names: Object.keys(parsed).length === 0 ? undefined : parsed });
            } catch {
              setWrong(true);
            }
          }}
        />
      </label>
    </div>
  );
}
