import { useMemo, useState } from "react";
import { Icon, type IconName } from "../app/Icon";
import { useStored } from "../app/stored";
import { countText } from "../grid/format";
import { useWords } from "../i18n";
import { typeText } from "../i18n/said";
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

/** Most objects of a schema, and columns of an object, that are in the page. */
const SHOWN_MAX = 500;

interface TreeProps {
  chosen: CatalogObject | null;
  onChoose: (object: CatalogObject) => void;
  onInsert: (text: string) => void;
  onClose: () => void;
}

/** Schemas, what is in them, and their columns. A click shows an object; a double click puts its name into the editor. */
export function Tree({ chosen, onChoose, onInsert, onClose }: TreeProps) {
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
    if (event.key === "ArrowDown" || event.key === "ArrowUp" || event.key === "Home" || event.key === "End") {
      event.preventDefault();
      const all = [...(event.currentTarget.closest(".tree")?.querySelectorAll<HTMLElement>("[data-node]") ?? [])];
      const at = all.indexOf(event.currentTarget as HTMLElement);
      all[event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : at + (event.key === "ArrowDown" ? 1 : -1)]?.focus();
    }
  };
  return (
    <nav className="side" aria-label={say("catalog")}>
      <div className="side-head">
        <input type="search" placeholder={say("filter")} aria-label={say("filter")} value={filter} onChange={(event) => setFilter(event.target.value)} />
        <button className="plain" title={say("refresh")} aria-label={say("refresh")} onClick={() => void loadCatalog().catch(() => undefined)}>
          <Icon name="refresh" />
        </button>
        <button className="plain narrow-only" title={say("close")} aria-label={say("close")} onClick={onClose}>
          <Icon name="close" />
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
                objects.slice(0, SHOWN_MAX).map((object) => {
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
                          title={`${name} · ${typeText(say, object.type)}`}
                          onClick={() => onChoose(object)}
                          onDoubleClick={() => onInsert(sqlName(object))}
                          onKeyDown={(event) => key(event, name)}
                        >
                          <Icon name={iconOf(object.type)} />
                          <span className="name">{object.name}</span>
                        </button>
                      </div>
                      {isOpen(name) &&
                        object.columns.slice(0, SHOWN_MAX).map((column) => (
                          <button key={column.name} data-node role="treeitem" className="node column" title={`${column.name} ${column.type}`} onDoubleClick={() => onInsert(quoteName(column.name))} onKeyDown={(event) => key(event, name)}>
                            <span className="name">{column.name}</span>
                            <small>{column.type.toLowerCase()}</small>
                          </button>
                        ))}
                      {isOpen(name) && object.columns.length > SHOWN_MAX && <small className="node-more">{say("moreColumns", countText(object.columns.length - SHOWN_MAX))}</small>}
                    </div>
                  );
                })}
              {isOpen(schema) && objects.length > SHOWN_MAX && <small className="node-more">{say("more", countText(objects.length - SHOWN_MAX))}</small>}
            </div>
          );
        })}
      </div>
    </nav>
  );
}
