import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { Icon } from "../app/Icon";
import { useWords } from "../i18n";
import { COLUMNS, heightOf, moved, ROW_PIXELS, sized, widthOf } from "./layout";
import type { TileSpec } from "./model";
import { Tile } from "./Tile";

interface BoardProps {
  tiles: TileSpec[];
  editing: boolean;
  chosen: number;
  onChoose: (index: number) => void;
  onChange: (tiles: TileSpec[]) => void;
}

/** The tiles of a dashboard. In editing, arrow keys and dragging move them, Shift with arrow keys and their corner size them. */
export function Board({ tiles, editing, chosen, onChoose, onChange }: BoardProps) {
  const { say } = useWords();
  const box = useRef<HTMLDivElement>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);

  const focus = (index: number): void => {
    setTimeout(() => (box.current?.children[index] as HTMLElement | undefined)?.focus());
  };
  const move = (from: number, to: number): void => {
    const next = moved(tiles, from, to);
    if (next !== tiles) {
      onChange(next);
      onChoose(to);
      focus(to);
    }
  };
  const put = (index: number, tile: TileSpec): void => onChange(tiles.map((one, i) => (i === index ? tile : one)));
  const remove = (index: number): void => onChange(tiles.filter((_, i) => i !== index));

  const onKey = (event: KeyboardEvent, index: number): void => {
    if (!editing || event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const tile = tiles[index]!;
    const steps: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (event.shiftKey) {
        put(index, sized(tile, widthOf(tile) + step[0], heightOf(tile) + step[1]));
      } else {
        move(index, index + step[0] + step[1]);
      }
    } else if (event.key === "Delete") {
      event.preventDefault();
      remove(index);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onChoose(index);
    }
  };

  const size = (event: PointerEvent, index: number): void => {
    event.preventDefault();
    event.stopPropagation();
    const tile = tiles[index]!;
    const column = box.current!.clientWidth / COLUMNS;
    const [x, y, w, h] = [event.clientX, event.clientY, widthOf(tile), heightOf(tile)];
    const drag = (to: globalThis.PointerEvent): void => put(index, sized(tile, w + Math.round((to.clientX - x) / column), h + Math.round((to.clientY - y) / ROW_PIXELS)));
    window.addEventListener("pointermove", drag);
    window.addEventListener("pointerup", () => window.removeEventListener("pointermove", drag), { once: true });
  };

  return (
    <div ref={box} className="board">
      {tiles.map((tile, i) => (
        <section
          key={i}
          className={`card tile${editing ? " editable" : ""}${editing && i === chosen ? " chosen" : ""}${over === i && dragged !== i ? " over" : ""}`}
          aria-label={tile.title || tile.view}
          data-width={widthOf(tile)}
          data-height={heightOf(tile)}
          style={{ gridColumn: `span ${widthOf(tile)}`, height: heightOf(tile) * ROW_PIXELS }}
          tabIndex={editing ? 0 : undefined}
          draggable={editing}
          onClick={() => editing && onChoose(i)}
          onKeyDown={(event) => onKey(event, i)}
          onDragStart={(event) => {
            event.dataTransfer.effectAllowed = "move";
            event.dataTransfer.setData("text/plain", tile.title);
            setDragged(i);
          }}
          onDragOver={(event) => {
            if (dragged !== null) {
              event.preventDefault();
              setOver(i);
            }
          }}
          onDrop={(event) => {
            event.preventDefault();
            if (dragged !== null) {
              move(dragged, i);
            }
            setDragged(null);
            setOver(null);
          }}
          onDragEnd={() => {
            setDragged(null);
            setOver(null);
          }}
        >
          {tile.view === "" ? (
            <>
              <h2>{tile.title}</h2>
              <p className="muted">{say("chooseView")}</p>
            </>
          ) : (
            <Tile tile={tile} />
          )}
          {editing && (
            <div className="tile-tools">
              {(
                [
                  ["left", "moveUp", () => move(i, i - 1)],
                  ["right", "moveDown", () => move(i, i + 1)],
                  ["narrow", "narrower", () => put(i, sized(tile, widthOf(tile) - 1, heightOf(tile)))],
                  ["wide", "wider", () => put(i, sized(tile, widthOf(tile) + 1, heightOf(tile)))],
                  ["short", "shorter", () => put(i, sized(tile, widthOf(tile), heightOf(tile) - 1))],
                  ["tall", "taller", () => put(i, sized(tile, widthOf(tile), heightOf(tile) + 1))],
                  ["trash", "remove", () => remove(i)],
                ] as const
              ).map(([icon, word, act]) => (
                <button
                  key={word}
                  className="plain small"
                  aria-label={`${say(word)}: ${tile.title}`}
                  title={say(word)}
                  onClick={(event) => {
                    event.stopPropagation();
                    act();
                  }}
                >
                  <Icon name={icon} />
                </button>
              ))}
            </div>
          )}
          {editing && <span className="tile-corner" aria-hidden="true" draggable={false} onPointerDown={(event) => size(event, i)} />}
        </section>
      ))}
      {tiles.length === 0 && <p className="muted pad board-empty">{say("noTiles")}</p>}
    </div>
  );
}
