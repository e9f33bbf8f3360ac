import { useEffect, useMemo, useRef, useState } from "react";
import { Icon, type IconName } from "../app/Icon";
import { iconOf } from "../catalog/Tree";
import { useWords } from "../i18n";
import { catalogNow, sqlName, type CatalogObject } from "../server/catalog";
import { commandsNow, useCommandsVersion } from "./commands";
import { fit } from "./matching";

const SHOWN_MAX = 60;

interface Entry {
  key: string;
  label: string;
  detail: string;
  keys?: string;
  icon: IconName;
  run: () => void;
}

/** Everything that can be done here, with its keys, and the objects of the catalog: type a few letters, Enter does it. */
export function Palette({ onClose, onObject }: { onClose: () => void; onObject: (object: CatalogObject) => void }) {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const version = useCommandsVersion();
  useEffect(() => {
    const shown = dialog.current!;
    const before = document.activeElement;
    shown.showModal();
    return () => {
      shown.close();
      if (before instanceof HTMLElement) {
        before.focus();
      }
    };
  }, []);
  const entries = useMemo(() => {
    const actions: Entry[] = commandsNow().map((command) => ({ key: command.word, label: say(command.word), detail: "", keys: command.keys, icon: "right", run: command.run }));
    const objects: Entry[] =
      typed.trim() === ""
        ? []
        : catalogNow().objects.map((object) => ({ key: sqlName(object), label: `${object.schema}.${object.name}`, detail: object.type.toLowerCase(), icon: iconOf(object.type), run: () => onObject(object) }));
    return [...actions, ...objects]
      .map((entry, i) => ({ entry, i, score: fit(entry.label, typed) }))
      .filter((one) => one.score !== null)
      .sort((a, b) => (typed.trim() === "" ? 0 : a.score! - b.score!) || a.i - b.i)
      .slice(0, SHOWN_MAX)
      .map((one) => one.entry);
  }, [typed, say, onObject, version]);
  const chosen = Math.min(at, entries.length - 1);
  useEffect(() => {
    list.current?.children[chosen]?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const run = (entry: Entry | undefined): void => {
    if (entry !== undefined) {
      onClose();
      // The dialog gives the focus back first; what is run may take it elsewhere.
      setTimeout(entry.run);
    }
  };
  return (
    <dialog ref={dialog} className="palette" aria-label={say("palette")} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={`palette-${chosen}`}
        aria-label={say("palette")}
        placeholder={say("paletteHint")}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" || event.key === "ArrowUp") {
            event.preventDefault();
            setAt(Math.max(0, Math.min(entries.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1))));
          } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
            event.preventDefault();
            run(entries[chosen]);
          }
        }}
      />
      <div id="palette-list" ref={list} role="listbox" aria-label={say("palette")}>
        {entries.map((entry, i) => (
          <div key={`${entry.detail} ${entry.key}`} id={`palette-${i}`} role="option" aria-selected={i === chosen} className={i === chosen ? "on" : ""} onMouseMove={() => setAt(i)} onClick={() => run(entry)}>
            <Icon name={entry.icon} />
            <span className="name">{entry.label}</span>
            <small>{entry.detail}</small>
            {entry.keys !== undefined && <Keys keys={entry.keys} />}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className="muted pad">{say("noMatch")}</p>}
    </dialog>
  );
}

/** Keys as they are printed on keyboards. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="keys">
      {keys.split("+").map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
