import { useMemo, useState } from "react";
import { Icon, type IconName } from "../app/Icon";
import { useStored } from "../app/stored";
import { useWords } from "../i18n";
import { loadCatalog, sqlName, useCatalog, type CatalogObject } from "../server/catalog";
import { quoteName } from "../sql/statements";

export function iconOf(type: string): IconName {
  switch (type) {
    case "STREAM":
      return "stream";
    case "VIEW":
      return "view";
    case "MATERIALIZED VIEW":
      return "live";
    case "BASE TABLE":
      return "table";
    default:
      return "system";
  }
}

interface TreeProps {
  chosen: CatalogObject | null;
  onChoose: (object: CatalogObject) => void;
  onInsert: (text: string) => void;
}

/** Schemas, what is in them, and their columns. A click shows an object; a double click puts its name into the editor. */
export function Tree({ chosen, onChoose, onInsert }: TreeProps) {
  const { say } = useWords();
  const catalog = useCatalog();
  const [filter, setFilter] = useState("");
  const [open, setOpen] = useStored<string[]>("tree", ["public", "ads", "ods"]);
  const wanted = filter.trim().toLowerCase();
  const found = useMemo(
    () =>
      catalog.objects.filter(
        (object) => wanted === "" || `${object.schema}.${object.name}`.toLowerCase().includes(wanted) || object.columns.some((c) => c.name.toLowerCase().includes(wanted)),
      ),
    [catalog, wanted],
  );
  const isOpen = (key: string): boolean => open.includes(key) || (wanted !== "" && !key.includes("."));
  const toggle = (key: string): void => setOpen(open.includes(key) ? open.filter((other) => other !== key) : [...open, key]);
  const key = (event: React.KeyboardEvent, name: string): void => {
    if ((event.key === "ArrowRight" && !isOpen(name)) || (event.key === "ArrowLeft" && isOpen(name))) {
      toggle(name);
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const all = [...(event.currentTarget.closest(".tree")?.querySelectorAll<HTMLElement>("[data-node]") ?? [])];
      all[all.indexOf(event.currentTarget as HTMLElement) + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  };
  return (
    <nav className="side" aria-label={say("catalog")}>
      <div className="side-head">
        <input type="search" placeholder={say("filter")} aria-label={say("filter")} value={filter} onChange={(event) => setFilter(event.target.value)} />
        <button className="plain" title={say("refresh")} aria-label={say("refresh")} onClick={() => void loadCatalog()}>
          <Icon name="refresh" />
        </button>
      </div>
      <div className="tree" role="tree">
        {catalog.schemas.map((schema) => {
          const objects = found.filter((object) => object.schema === schema);
          if (wanted !== "" && objects.length === 0) {
            return null;
          }
          return (
            <div key={schema} role="group">
              <button data-node role="treeitem" aria-expanded={isOpen(schema)} className="node" onClick={() => toggle(schema)} onKeyDown={(event) => key(event, schema)}>
                <span className={isOpen(schema) ? "caret down" : "caret"} aria-hidden="true" />
                <Icon name="schema" />
                <span className="name">{schema}</span>
                <small>{objects.length}</small>
              </button>
              {isOpen(schema) &&
                objects.map((object) => {
                  const name = `${schema}.${object.name}`;
                  return (
                    <div key={name} role="group">
                      <div className={chosen !== null && sqlName(chosen) === sqlName(object) ? "node-line chosen" : "node-line"}>
                        <button className="plain caret-button" tabIndex={-1} aria-label={say("columns")} onClick={() => toggle(name)}>
                          <span className={isOpen(name) ? "caret down" : "caret"} aria-hidden="true" />
                        </button>
                        <button
                          data-node
                          role="treeitem"
                          aria-expanded={isOpen(name)}
                          className="node inner"
                          title={`${name} · ${object.type.toLowerCase()}`}
                          onClick={() => onChoose(object)}
                          onDoubleClick={() => onInsert(sqlName(object))}
                          onKeyDown={(event) => key(event, name)}
                        >
                          <Icon name={iconOf(object.type)} />
                          <span className="name">{object.name}</span>
                        </button>
                      </div>
                      {isOpen(name) &&
                        object.columns.map((column) => (
                          <button key={column.name} data-node role="treeitem" className="node column" onDoubleClick={() => onInsert(quoteName(column.name))} onKeyDown={(event) => key(event, name)}>
                            <span className="name">{column.name}</span>
                            <small>{column.type.toLowerCase()}</small>
                          </button>
                        ))}
                    </div>
                  );
                })}
            </div>
          );
        })}
      </div>
    </nav>
  );
}
