import { useEffect, useState } from "react";
import { Icon } from "../app/Icon";
import { go } from "../app/route";
import type { DashboardSpec, TileSpec } from "../dashboard/model";
import { deleteDashboard, readDashboard, saveDashboard } from "../dashboard/store";
import { Tile } from "../dashboard/Tile";
import { TileForm } from "../dashboard/TileForm";
import { useWords } from "../i18n";

const ROW_PIXELS = 40;

/** One dashboard: tiles that move; in editing their forms beside them. */
export function DashboardPage({ name }: { name: string }) {
  const { say } = useWords();
  const [board, setBoard] = useState<DashboardSpec | null>(null);
  const [editing, setEditing] = useState(false);
  const [chosen, setChosen] = useState(0);
  const [problem, setProblem] = useState("");
  const [copied, setCopied] = useState(false);
  const told = (failure: unknown): void => setProblem(failure instanceof Error ? failure.message : String(failure));
  useEffect(() => {
    setBoard(null);
    setProblem("");
    readDashboard(name).then((read) => {
      setBoard(read);
      setEditing(read.tiles.length === 0);
    }, told);
  }, [name]);
  if (board === null) {
    return <div className="page">{problem !== "" && <p className="failure">{problem}</p>}</div>;
  }
  const tiles = board.tiles;
  const put = (index: number, tile: TileSpec): void => setBoard({ ...board, tiles: tiles.map((one, i) => (i === index ? tile : one)) });
  const move = (index: number, by: number): void => {
    const other = tiles[index + by];
    if (other !== undefined) {
      const next = [...tiles];
      next[index + by] = tiles[index]!;
      next[index] = other;
      setBoard({ ...board, tiles: next });
      setChosen(index + by);
    }
  };
  const add = (): void => {
    setBoard({ ...board, tiles: [...tiles, { kind: "line", title: "", view: "", w: 6, h: 8 }] });
    setChosen(tiles.length);
  };
  const finish = (): void => {
    saveDashboard(name, board).then(() => {
      setProblem("");
      setEditing(false);
    }, told);
  };
  const editedTile = tiles[chosen];
  return (
    <div className="page board-page">
      <header className="page-head">
        {editing ? <input className="board-title" aria-label={say("title")} value={board.title} onChange={(event) => setBoard({ ...board, title: event.target.value })} /> : <h1>{board.title}</h1>}
        <span className="space" />
        {editing && (
          <>
            <button onClick={add}>
              <Icon name="plus" /> {say("addTile")}
            </button>
            <button
              onClick={() => {
                if (window.confirm(say("deleteAsk"))) {
                  deleteDashboard(name).then(() => go("#/dashboards"), told);
                }
              }}
            >
              <Icon name="trash" /> {say("remove")}
            </button>
            <button className="primary" onClick={finish}>
              <Icon name="save" /> {say("save")}
            </button>
          </>
        )}
        {!editing && (
          <>
            <button
              onClick={() =>
                void navigator.clipboard.writeText(location.href).then(() => {
                  setCopied(true);
                  setTimeout(() => setCopied(false), 1500);
                })
              }
            >
              <Icon name="link" /> {copied ? say("copied") : say("share")}
            </button>
            <button onClick={() => setEditing(true)}>
              <Icon name="edit" /> {say("edit")}
            </button>
          </>
        )}
      </header>
      {problem !== "" && <p className="failure">{problem}</p>}
      <div className={editing ? "board-work editing" : "board-work"}>
        <div className="board">
          {tiles.map((tile, i) => (
            <section
              key={i}
              className={editing && i === chosen ? "card tile chosen" : "card tile"}
              aria-label={tile.title}
              style={{ gridColumn: `span ${Math.min(12, Math.max(2, tile.w ?? 6))}`, height: (tile.h ?? 8) * ROW_PIXELS }}
              onClick={() => editing && setChosen(i)}
            >
              {tile.view !== "" && <Tile tile={tile} />}
              {editing && (
                <div className="tile-tools">
                  <button className="plain" aria-label={say("moveUp")} title={say("moveUp")} onClick={() => move(i, -1)}>
                    <Icon name="left" />
                  </button>
                  <button className="plain" aria-label={say("moveDown")} title={say("moveDown")} onClick={() => move(i, 1)}>
                    <Icon name="right" />
                  </button>
                  <button className="plain" aria-label={say("remove")} title={say("remove")} onClick={() => setBoard({ ...board, tiles: tiles.filter((_, other) => other !== i) })}>
                    <Icon name="trash" />
                  </button>
                </div>
              )}
            </section>
          ))}
          {tiles.length === 0 && <p className="muted pad">{say("none")}</p>}
        </div>
        {editing && editedTile !== undefined && <TileForm key={chosen} tile={editedTile} onChange={(tile) => put(chosen, tile)} />}
      </div>
    </div>
  );
}
