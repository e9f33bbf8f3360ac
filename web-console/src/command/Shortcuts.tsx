import { Dialog } from "../app/Dialog";
import { useWords } from "../i18n";
import { commandsNow } from "./commands";
import { Keys } from "./Palette";

/** Every key that does something, for the page that is shown. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const { say } = useWords();
  const commands = commandsNow().filter((command) => command.keys !== undefined);
  const fixed = [
    ["Ctrl+Space", "keyComplete"],
    ["Ctrl+/", "keyComment"],
    ["Ctrl+F", "keySearch"],
    ["Esc Tab", "keyLeave"],
    ["↑ ↓ ← →", "keyGrid"],
    ["Shift+→", "keyExtend"],
    ["Enter", "keyCell"],
    ["Ctrl+C", "keyCopy"],
  ] as const;
  return (
    <Dialog title={say("shortcuts")} onClose={onClose}>
      <div className="shortcuts">
        {[...commands.map((command) => [command.keys!, command.word] as const), ...fixed].map(([keys, word]) => (
          <div key={`${keys} ${word}`}>
            <span>{say(word)}</span>
            <Keys keys={keys} />
          </div>
        ))}
      </div>
    </Dialog>
  );
}
