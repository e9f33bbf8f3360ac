import { useEffect, useState } from "react";
import { AskSure } from "../app/Dialog";
import { Icon } from "../app/Icon";
import { go } from "../app/route";
import { useCommands } from "../command/commands";
import { Board } from "../dashboard/Board";
import type { DashboardSpec, TileSpec } from "../dashboard/model";
import { deleteDashboard, readDashboard, saveDashboard } from "../dashboard/store";
import { TileForm } from "../dashboard/TileForm";
import { useWords } from "../i18n";

const COPIED_MILLIS = 1500;

/** One dashboard: tiles that move; in editing their forms beside them. */
export function DashboardPage({ name }: { name: string }) {
  const { say } = useWords();
  const [board, setBoard] = useState<DashboardSpec | null>(null);
  const [kept, setKept] = useState<DashboardSpec | null>(null);
  const [editing, setEditing] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [problem, setProblem] = useState("");
  const [copied, setCopied] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const told = (failure: unknown): void => setProblem(failure instanceof Error ? failure.message : String(failure));
  useEffect(() => {
    let left = false;
    setBoard(null);
    setProblem("");
    readDashboard(name).then(
      (read) => {
        if (!left) {
          setBoard(read);
          setKept(read);
          setEditing(read.tiles.length === 0);
        }
      },
      (failure: unknown) => left || told(failure),
    );
    return () => {
      left = true;
    };
  }, [name]);
  useEffect(() => {
    document.title = `${board?.title ?? say("dashboards")} · Millrace`;
  }, [board?.title, say]);
  const tiles = board?.tiles ?? [];
  const change = (next: TileSpec[]): void => {
    if (board !== null) {
      setBoard({ ...board, tiles: next });
    }
  };
  const add = (): void => {
    change([...tiles, { kind: "line", title: "", view: "", w: 6, h: 8 }]);
    setChosen(tiles.length);
    setTimeout(() => document.querySelector<HTMLElement>(".tile-form input")?.focus());
  };
  const finish = (): void => {
    if (board !== null) {
      saveDashboard(name, board).then(() => {
        setProblem("");
        setKept(board);
        setEditing(false);
      }, told);
    }
  };
  const discard = (): void => {
    setBoard(kept);
    setEditing(false);
    setProblem("");
  };
  const share = (): void => {
    const address = `${location.origin}${location.pathname}#/dashboards/${encodeURIComponent(name)}`;
    navigator.clipboard.writeText(address).then(() => {
      setCopied(true);
      setTimeout(() => setCopied(false), COPIED_MILLIS);
    }, told);
  };
  useCommands(
    editing
      ? [
          { word: "addTile", keys: "Alt+N", run: add },
          { word: "save", keys: "Ctrl+S", run: finish },
          { word: "discard", keys: "Alt+Shift+Z", run: discard },
          { word: "remove", run: () => setDeleting(true) },
        ]
      : [
          { word: "edit", keys: "Alt+E", run: () => setEditing(true) },
          { word: "share", keys: "Alt+L", run: share },
        ],
    board !== null,
  );
  if (board === null) {
    return (
      <div className="page">
        {problem === "" ? (
          <p className="muted">{say("loading")}</p>
        ) : (
          <p className="failure" role="alert">
            {problem}
          </p>
        )}
      </div>
    );
  }
  const editedTile = tiles[Math.min(chosen, tiles.length - 1)];
  const at = Math.min(chosen, tiles.length - 1);
  return (
    <div className="page board-page">
      <header className="page-head">
        {editing ? (
          <input className="board-title" aria-label={say("title")} value={board.title} maxLength={200} onChange={(event) => setBoard({ ...board, title: event.target.value })} />
        ) : (
          <h1>{board.title}</h1>
        )}
        <span className="space" />
        {editing ? (
          <>
            <button title="Alt+N" onClick={add}>
              <Icon name="plus" /> {say("addTile")}
            </button>
            <button onClick={() => setDeleting(true)}>
              <Icon name="trash" /> {say("remove")}
            </button>
            <button title="Alt+Shift+Z" onClick={discard}>
              {say("discard")}
            </button>
            <button className="primary" title="Ctrl+S" onClick={finish}>
              <Icon name="save" /> {say("save")}
            </button>
          </>
        ) : (
          <>
            <button title="Alt+L" onClick={share}>
              <Icon name="link" /> {copied ? say("copied") : say("share")}
            </button>
            <button title="Alt+E" onClick={() => setEditing(true)}>
              <Icon name="edit" /> {say("edit")}
            </button>
          </>
        )}
      </header>
      {problem !== "" && (
        <p className="failure" role="alert">
          {problem}
        </p>
      )}
      {editing && tiles.length > 0 && <p className="muted hint">{say("tileKeys")}</p>}
      <div className={editing ? "board-work editing" : "board-work"}>
        <Board tiles={tiles} editing={editing} chosen={at} onChoose={setChosen} onChange={change} />
        {editing && editedTile !== undefined && <TileForm key={at} tile={editedTile} onChange={(tile) => change(tiles.map((one, i) => (i === at ? tile : one)))} />}
      </div>
      {deleting && (
        <AskSure
          title={say("deleteAsk")}
          answer={say("remove")}
          onAnswer={() => deleteDashboard(name).then(() => go("#/dashboards"), told)}
          onClose={() => setDeleting(false)}
        />
      )}
    </div>
  );
}
