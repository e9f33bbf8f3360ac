import { useEffect, useState } from "react";
import { Icon } from "../app/Icon";
import { countText, isNumeric, lineText, valueText } from "../grid/format";
import { useWords } from "../i18n";
import { typeText } from "../i18n/said";
import type { Row } from "../server/pages";
import { ask } from "../server/query";
import { OWN, sqlName, type CatalogObject } from "../server/catalog";
import { iconOf } from "./Tree";

const SAMPLE_ROWS = 20;
const SAMPLE_COLUMNS_MAX = 100;
const COLUMNS_MAX = 1_000;

/** One object of the catalog: its columns, how many rows it has, some of them, and the statement that makes it. */
export function ObjectPanel({ object, onClose, onInsert, onOpen }: { object: CatalogObject; onClose: () => void; onInsert: (text: string) => void; onOpen: (sql: string) => void }) {
  const { say } = useWords();
  const [tab, setTab] = useState<"columns" | "sample" | "definition">("columns");
  const [sample, setSample] = useState<Row[]>([]);
  const [count, setCount] = useState("…");
  const [definition, setDefinition] = useState("");
  const [problem, setProblem] = useState("");
  const name = sqlName(object);
  useEffect(() => {
    let left = false;
    setSample([]);
    setCount("…");
    setDefinition("");
    setProblem("");
    const kind = object.type === "BASE TABLE" ? "TABLE" : object.type;
    const system = object.schema === "sys" || object.schema === "information_schema";
    const told = (failure: unknown): void => {
      if (!left) {
        setProblem(failure instanceof Error ? failure.message : String(failure));
      }
    };
    ask(`SELECT ${OWN} COUNT(*) FROM ${name}`).then((answer) => !left && setCount(countText(Number(answer.rows[0]?.[0]))), told);
    ask(`SELECT ${OWN} * FROM ${name} LIMIT ${SAMPLE_ROWS}`).then((answer) => !left && setSample(answer.rows), told);
    if (!system) {
      ask(`SHOW CREATE ${kind} ${name}`).then((answer) => !left && setDefinition(valueText(answer.rows[0]?.[0])), told);
    }
    return () => {
      left = true;
    };
  }, [name, object.type, object.schema]);
  return (
    <aside className="object" aria-label={name}>
      <header>
        <Icon name={iconOf(object.type)} />
        <h2>{name}</h2>
        <button className="plain" title={say("close")} aria-label={say("close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <p className="muted facts">
        {typeText(say, object.type)} · {say("rows", count)}
      </p>
      <div className="toolbar" role="tablist">
        {(["columns", "sample", "definition"] as const).map((one) => (
          <button key={one} role="tab" aria-selected={one === tab} className={one === tab ? "chip on" : "chip"} onClick={() => setTab(one)}>
            {say(one)}
          </button>
        ))}
        <span className="space" />
        <button className="plain" title={say("insertName")} aria-label={say("insertName")} onClick={() => onInsert(name)}>
          <Icon name="edit" />
        </button>
        <button className="plain" title={say("open")} aria-label={say("open")} onClick={() => onOpen(`SELECT * FROM ${name}`)}>
          <Icon name="play" />
        </button>
      </div>
      {problem !== "" && <p className="failure">{problem}</p>}
      <div className="object-body">
        {tab === "columns" && (
          <table>
            <tbody>
              {object.columns.slice(0, COLUMNS_MAX).map((column) => (
                <tr key={column.name}>
                  <td>{column.name}</td>
                  <td className="muted">
                    {column.type.toLowerCase()}
                    {column.nullable === false ? " not null" : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {tab === "sample" && (
          <table className="dense">
            <thead>
              <tr>
                {object.columns.slice(0, SAMPLE_COLUMNS_MAX).map((column) => (
                  <th key={column.name} className={isNumeric(column.type) ? "right" : undefined}>{column.name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sample.map((row, i) => (
                <tr key={i}>
                  {row.slice(0, SAMPLE_COLUMNS_MAX).map((value, c) => (
                    <td key={c} className={`${isNumeric(object.columns[c]?.type ?? "") ? "right" : ""}${value === null ? " null" : ""}`}>
                      {lineText(value)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {tab === "sample" && sample.length === 0 && problem === "" && <p className="muted pad">{count === "…" ? say("loading") : say("none")}</p>}
        {(tab === "columns" ? COLUMNS_MAX : SAMPLE_COLUMNS_MAX) < object.columns.length && tab !== "definition" && (
          <p className="muted pad">{say("moreColumns", countText(object.columns.length - (tab === "columns" ? COLUMNS_MAX : SAMPLE_COLUMNS_MAX)))}</p>
        )}
        {tab === "definition" && <pre>{definition}</pre>}
      </div>
    </aside>
  );
}
