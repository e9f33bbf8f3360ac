import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { Icon } from "../app/Icon";
import { AskText } from "../app/Dialog";
import { readStored, useStored, writeStored } from "../app/stored";
import { ObjectPanel } from "../catalog/ObjectPanel";
import { Tree } from "../catalog/Tree";
import { useCommands } from "../command/commands";
import type { EditorHandle } from "../editor/Editor";
import { useWords } from "../i18n";
import { freshenCatalog, loadCatalog, useCatalog, type CatalogObject } from "../server/catalog";
import { Run } from "../server/query";
import { offsetOf, placeOf, splitStatements, statementAt, type StatementRange } from "../sql/statements";
import { tokenize } from "../sql/tokens";
import { keptSheets, newSheet, remembered, takeSent, type Past, type Saved, type Sheet } from "./notebook";
import { ResultPane } from "./ResultPane";

const Editor = lazy(() => import("../editor/Editor"));
const EXPLAIN = "EXPLAIN FORMAT JSON ";
const ANALYZE = "EXPLAIN ANALYZE FORMAT JSON ";
const SCHEMA_CHANGES = /^\s*(create|drop|alter|use|refresh)\b/i;

/** Follows a run that may not be there. */
function useRun(run: Run | null): void {
  useSyncExternalStore(
    (listener) => run?.subscribe(listener) ?? (() => undefined),
    () => run?.version ?? 0,
  );
}

/** Where statements are written and run. It stays while other pages are looked at; `visible` says whether it is this one. */
export function SqlPage({ visible, object, onObject: setObject }: { visible: boolean; object: CatalogObject | null; onObject: (object: CatalogObject | null) => void }) {
  const { say } = useWords();
  const catalog = useCatalog();
  const editor = useRef<EditorHandle>(null);
  const [sheets, setSheets] = useState<Sheet[]>(() => keptSheets(say("tab", 1)));
  const [chosen, setChosen] = useStored("sheet", sheets[0]!.id);
  const sheet = sheets.find((one) => one.id === chosen) ?? sheets[0]!;
  const [runs, setRuns] = useState<Record<string, Run[]>>({});
  const [shown, setShown] = useState<Record<string, number>>({});
  const [schema, setSchema] = useStored("schema", "public");
  const [side, setSide] = useStored("side", window.innerWidth > 860);
  const [naming, setNaming] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const [drawer, setDrawer] = useState<"history" | "saved" | null>(null);
  const [saved, setSaved] = useStored<Saved[]>("saved", []);
  const [past, setPast] = useState<Past[]>(() => readStored<Past[]>("history", []));
  const [height, setHeight] = useStored("editor-height", 240);
  const results = runs[sheet.id] ?? [];
  const at = Math.min(shown[sheet.id] ?? 0, Math.max(0, results.length - 1));
  const active = results.find((run) => run.active) ?? null;
  useRun(active);
  useEffect(() => writeStored("sheets", sheets), [sheets]);

  const change = (text: string): void => setSheets((all) => all.map((one) => (one.id === sheet.id ? { ...one, text } : one)));
  const open = (text: string, name?: string): void => {
    const made = newSheet(name ?? say("tab", sheets.length + 1), text);
    setSheets([...sheets, made]);
    setChosen(made.id);
    setDrawer(null);
  };
  const close = (closed: Sheet): void => {
    runs[closed.id]?.forEach((run) => run.cancel());
    const left = sheets.filter((one) => one.id !== closed.id);
    setSheets(left.length > 0 ? left : [newSheet(say("tab", 1))]);
  };

  /** Runs statements in order up to the first that fails; `wrap` puts words before each, as EXPLAIN. */
  const execute = async (statements: StatementRange[], offset: number, wrap = ""): Promise<void> => {
    results.forEach((run) => run.cancel());
    editor.current?.mark(null);
    const id = sheet.id;
    const text = editor.current?.text() ?? sheet.text;
    const made: Run[] = [];
    let used = schema;
    for (const statement of statements) {
      const begin = placeOf(text, offset + statement.from);
      const run = new Run(wrap + statement.text, { schema: used, session: id }, { line: begin.line, column: begin.column - wrap.length });
      made.push(run);
      setRuns((all) => ({ ...all, [id]: [...made] }));
      setShown((all) => ({ ...all, [id]: made.length - 1 }));
      void run.execute();
      await ended(run);
      setPast((all) => {
        const next = remembered(all, { text: statement.text, at: Date.now(), ok: run.error === null });
        writeStored("history", next);
        return next;
      });
      if (run.error !== null || run.state === "cancelled") {
        if (run.error?.line != null) {
          const from = Math.max(0, offsetOf(run.sql, run.error.line, run.error.column ?? 1) - wrap.length);
          const token = tokenize(statement.text).find((one) => one.to > from);
          editor.current?.mark({
            from: offset + statement.from + Math.min(from, Math.max(0, statement.text.length - 1)),
            to: offset + statement.from + Math.max(from + 1, token?.to ?? 0),
            message: run.error.message,
          });
        }
        break;
      }
      if (SCHEMA_CHANGES.test(statement.text)) {
        void loadCatalog().catch(() => undefined);
        const use = /^\s*use\s+(?:schema\s+)?("?)([\p{L}\p{N}_]+)\1\s*$/iu.exec(statement.text);
        if (use !== null) {
          used = use[1] === "" ? use[2]!.toLowerCase() : use[2]!;
          setSchema(used);
        }
      }
    }
  };
  const chosenStatements = (): { statements: StatementRange[]; offset: number } => {
    const text = editor.current?.text() ?? sheet.text;
    const { from, to } = editor.current?.selection() ?? { from: 0, to: 0 };
    if (from !== to) {
      return { statements: splitStatements(text.slice(from, to)), offset: from };
    }
    const one = statementAt(text, to);
    return { statements: one === null ? [] : [one], offset: 0 };
  };
  const run = (wrap = ""): void => {
    const { statements, offset } = chosenStatements();
    void execute(
      wrap === "" ? statements : statements.slice(0, 1).map((one) => plain(one)),
      offset,
      wrap,
    );
  };
  const runAll = (): void => void execute(splitStatements(editor.current?.text() ?? sheet.text), 0);
  const save = (): void => setNaming(true);
  const keep = (name: string): void => {
    setSaved([{ name, text: editor.current?.text() ?? sheet.text }, ...saved.filter((one) => one.name !== name)]);
    setSheets(sheets.map((one) => (one.id === sheet.id ? { ...one, name } : one)));
  };
  useEffect(() => {
    const sent = takeSent();
    if (visible && sent !== null) {
      open(sent);
    }
  }, [visible]);
  useEffect(() => {
    if (!visible) {
      return undefined;
    }
    freshenCatalog();
    window.addEventListener("focus", freshenCatalog);
    return () => window.removeEventListener("focus", freshenCatalog);
  }, [visible]);
  const into = (selector: string): void => page.current?.querySelector<HTMLElement>(selector)?.focus();
  const toggle = (which: "history" | "saved"): void => {
    setDrawer(drawer === which ? null : which);
    setTimeout(() => into(".drawer button"));
  };
  useCommands(
    [
      { word: "runHere", keys: "Ctrl+Enter", run: () => run() },
      { word: "runAll", keys: "Ctrl+Shift+Enter", run: runAll },
      { word: "cancelRun", keys: "Ctrl+.", run: () => active?.cancel() },
      { word: "explain", keys: "Alt+P", run: () => run(EXPLAIN) },
      { word: "analyze", keys: "Alt+Shift+P", run: () => run(ANALYZE) },
      { word: "save", keys: "Ctrl+S", run: save },
      { word: "saved", keys: "Alt+S", run: () => toggle("saved") },
      { word: "history", keys: "Alt+H", run: () => toggle("history") },
      { word: "newTab", keys: "Alt+N", run: () => open("") },
      { word: "nextTab", keys: "Alt+PageDown", run: () => setChosen(sheets[(sheets.indexOf(sheet) + 1) % sheets.length]!.id) },
      { word: "closeThisTab", keys: "Alt+W", run: () => close(sheet) },
      { word: "goEditor", keys: "Alt+E", run: () => editor.current?.focus() },
      { word: "goResult", keys: "Alt+R", run: () => into(".result .grid, .result .plan") },
      {
        word: "goCatalog",
        keys: "Alt+C",
        run: () => {
          setSide(true);
          setTimeout(() => into(".side input"));
        },
      },
      { word: "showCatalog", keys: "Alt+B", run: () => setSide(!side) },
      { word: "refresh", run: () => void loadCatalog().catch(() => undefined) },
    ],
    visible,
  );
  const drag = (event: React.PointerEvent): void => {
    const start = event.clientY - height;
    const move = (to: PointerEvent): void => setHeight(Math.max(90, Math.min(window.innerHeight - 220, to.clientY - start)));
    const stop = (): void => window.removeEventListener("pointermove", move);
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", stop, { once: true });
  };

  return (
    <div
      ref={page}
      className="sql-page"
      onKeyDown={(event) => {
        if (event.key === "Escape" && drawer !== null) {
          setDrawer(null);
          editor.current?.focus();
        }
      }}
    >
      {side && <Tree chosen={object} onChoose={setObject} onInsert={(text) => editor.current?.insert(text)} onClose={() => setSide(false)} />}
      <div className="work">
        <div className="tabs" role="tablist">
          <button className="plain side-button" title={`${say("showCatalog")} (Alt+B)`} aria-label={say("showCatalog")} aria-expanded={side} onClick={() => setSide(!side)}>
            <Icon name="side" />
          </button>
          {sheets.map((one) => (
            <div key={one.id} className={one.id === sheet.id ? "tab on" : "tab"}>
              <button role="tab" aria-selected={one.id === sheet.id} className="plain" onClick={() => setChosen(one.id)} onDoubleClick={save}>
                {one.name}
                {(runs[one.id] ?? []).some((other) => other.active) ? " ●" : ""}
              </button>
              <button className="plain small" aria-label={say("closeTab", one.name)} onClick={() => close(one)}>
                <Icon name="close" />
              </button>
            </div>
          ))}
          <button className="plain" title={say("newTab")} aria-label={say("newTab")} onClick={() => open("")}>
            <Icon name="plus" />
          </button>
        </div>
        <div className="toolbar">
          {active === null ? (
            <button className="primary" title="Ctrl+Enter" onClick={() => run()}>
              <Icon name="play" /> {say("run")}
            </button>
          ) : (
            <button className="primary stop" title="Ctrl+." onClick={() => active.cancel()}>
              <Icon name="stop" /> {say("cancel")}
            </button>
          )}
          <button title="Ctrl+Shift+Enter" onClick={runAll}>
            {say("runAll")}
          </button>
          <button title="Alt+P" onClick={() => run(EXPLAIN)}>
            <Icon name="plan" /> {say("explain")}
          </button>
          <button title="Alt+Shift+P" onClick={() => run(ANALYZE)}>{say("analyze")}</button>
          <span className="space" />
          <label className="muted">
            {say("schema")}{" "}
            <select value={schema} onChange={(event) => setSchema(event.target.value)}>
              {[...new Set([schema, ...catalog.schemas])].map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <button title="Ctrl+S" onClick={save}>
            <Icon name="save" /> {say("save")}
          </button>
          <button aria-expanded={drawer === "saved"} title="Alt+S" onClick={() => toggle("saved")}>
            {say("saved")}
          </button>
          <button aria-expanded={drawer === "history"} title="Alt+H" onClick={() => toggle("history")}>
            <Icon name="clock" /> {say("history")}
          </button>
        </div>
        <div className="editor-box" style={{ height }}>
          <Suspense fallback={<pre className="editor-waiting">{sheet.text}</pre>}>
            <Editor key={sheet.id} ref={editor} initial={sheet.text} schema={schema} label={sheet.name} onChange={change} onRun={() => run()} onRunAll={runAll} onSave={save} onCancel={() => active?.cancel()} />
          </Suspense>
          {drawer !== null && (
            <div className="drawer" aria-label={say(drawer)}>
              <p className="muted drawer-note">{say("savedHere")}</p>
              {(drawer === "history" ? past : saved).length === 0 && <p className="muted pad">{say("none")}</p>}
              {drawer === "history" &&
                past.map((one) => (
                  <button key={one.text} className={one.ok ? "past" : "past bad"} onClick={() => open(one.text)}>
                    <code>{one.text.slice(0, 300)}</code>
                    <small>{new Date(one.at).toLocaleString()}</small>
                  </button>
                ))}
              {drawer === "saved" &&
                saved.map((one) => (
                  <div key={one.name} className="saved">
                    <button className="past" onClick={() => open(one.text, one.name)}>
                      <b>{one.name}</b>
                      <code>{one.text.slice(0, 160)}</code>
                    </button>
                    <button className="plain" aria-label={`${say("remove")} ${one.name}`} onClick={() => setSaved(saved.filter((other) => other !== one))}>
                      <Icon name="trash" />
                    </button>
                  </div>
                ))}
            </div>
          )}
        </div>
        <div className="splitter" role="separator" aria-orientation="horizontal" onPointerDown={drag} />
        {results.length > 1 && (
          <div className="tabs results" role="tablist">
            {results.map((one, i) => (
              <button key={i} role="tab" aria-selected={i === at} className={`tab plain${i === at ? " on" : ""}${one.error === null ? "" : " bad"}`} onClick={() => setShown({ ...shown, [sheet.id]: i })}>
                {i + 1} <code>{one.sql.slice(0, 28)}</code>
              </button>
            ))}
          </div>
        )}
        {results[at] === undefined ? (
          <p className="empty">{say("noResult")}</p>
        ) : (
          <ResultPane key={`${sheet.id} ${at} ${results[at].started}`} run={results[at]} visible={visible} />
        )}
      </div>
      {object !== null && <ObjectPanel object={object} onClose={() => setObject(null)} onInsert={(text) => editor.current?.insert(text)} onOpen={(text) => open(text, object.name)} />}
      {naming && <AskText title={say("rename")} initial={sheet.name} onAnswer={keep} onClose={() => setNaming(false)} />}
    </div>
  );
}

/** A statement without an EXPLAIN of its own before it. */
function plain(statement: StatementRange): StatementRange {
  const words = tokenize(statement.text);
  let i = 0;
  while (/^(explain|analyze|logical|physical|state|format|json)$/i.test(words[i]?.text ?? "") && words[0]!.text.toLowerCase() === "explain") {
    i++;
  }
  const from = words[i]?.from ?? 0;
  return { from: statement.from + from, to: statement.to, text: statement.text.slice(from) };
}

/** Waits for a run's first stop: a statement after one that waits for its reader may begin. */
function ended(run: Run): Promise<void> {
  return new Promise((resolve) => {
    const leave = run.subscribe(() => {
      if (run.state !== "running") {
        leave();
        resolve();
      }
    });
    if (run.state !== "running") {
      leave();
      resolve();
    }
  });
}
