import { useEffect, useRef, useState, type ReactNode } from "react";
import { useWords } from "../i18n";
import { Icon } from "./Icon";

/** A box over the page; Escape closes it, and the focus goes back to where it was. */
export function Dialog({ title, onClose, children, wide = false }: { title: string; onClose: () => void; children: ReactNode; wide?: boolean }) {
  const { say } = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
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
  return (
    <dialog ref={dialog} className={wide ? "dialog wide" : "dialog"} aria-label={title} onClose={onClose} onClick={(event) => event.target === dialog.current && onClose()}>
      <header>
        <h2>{title}</h2>
        <button className="plain" title={say("close")} aria-label={say("close")} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}

/** Asks for a line of text. */
export function AskText({ title, initial, onAnswer, onClose }: { title: string; initial: string; onAnswer: (text: string) => void; onClose: () => void }) {
  const { say } = useWords();
  const [text, setText] = useState(initial);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
  }, []);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="ask"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") {
            onClose();
            onAnswer(text.trim());
          }
        }}
      >
        <input ref={field} aria-label={title} value={text} maxLength={200} onChange={(event) => setText(event.target.value)} />
        <div className="answers">
          <button type="button" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" className="primary" disabled={text.trim() === ""}>
            {say("ok")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Asks whether something that cannot be undone is meant. */
export function AskSure({ title, answer, onAnswer, onClose }: { title: string; answer: string; onAnswer: () => void; onClose: () => void }) {
  const { say } = useWords();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="ask answers">
        <button autoFocus onClick={onClose}>
          {say("cancel")}
        </button>
        <button
          className="primary stop"
          onClick={() => {
            onClose();
            onAnswer();
          }}
        >
          {answer}
        </button>
      </div>
    </Dialog>
  );
}
