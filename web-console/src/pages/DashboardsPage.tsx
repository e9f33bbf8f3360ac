import { useEffect, useState } from "react";
import { AskText } from "../app/Dialog";
import { useCommands } from "../command/commands";
import { Icon } from "../app/Icon";
import { go } from "../app/route";
import { listDashboards, saveDashboard, type DashboardName } from "../dashboard/store";
import { useWords } from "../i18n";

/** All dashboards of the server, and the way to a new one. */
export function DashboardsPage() {
  const { say } = useWords();
  const [boards, setBoards] = useState<DashboardName[] | null>(null);
  const [problem, setProblem] = useState("");
  const told = (failure: unknown): void => setProblem(failure instanceof Error ? failure.message : String(failure));
  useEffect(() => {
    listDashboards().then(setBoards, told);
  }, []);
  const [naming, setNaming] = useState(false);
  const create = (title: string): void => {
    const name = crypto.randomUUID().slice(0, 8);
    saveDashboard(name, { title, tiles: [] }).then(() => go(`#/dashboards/${name}`), told);
  };
  useCommands([{ word: "newDashboard", keys: "Alt+N", run: () => setNaming(true) }]);
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say("dashboards")}</h1>
        <button className="primary" title="Alt+N" onClick={() => setNaming(true)}>
          <Icon name="plus" /> {say("newDashboard")}
        </button>
      </header>
      {problem !== "" && <p className="failure">{problem}</p>}
      <div className="boards">
        {boards?.map((board) => (
          <a key={board.name} className="card board-link" href={`#/dashboards/${encodeURIComponent(board.name)}`}>
            <Icon name="board" />
            <b>{board.title}</b>
            <small>{board.name}</small>
          </a>
        ))}
        {boards === null && problem === "" && <p className="muted">{say("loading")}</p>}
        {boards?.length === 0 && <p className="muted">{say("noBoards")}</p>}
      </div>
      {naming && <AskText title={say("title")} initial={say("newDashboard")} onAnswer={create} onClose={() => setNaming(false)} />}
    </div>
  );
}
