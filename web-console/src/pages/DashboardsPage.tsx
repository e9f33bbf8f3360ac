import { useEffect, useState } from "react";
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
  const create = (): void => {
    const title = window.prompt(say("title"), say("newDashboard"));
    if (title !== null && title.trim() !== "") {
      const name = crypto.randomUUID().slice(0, 8);
      saveDashboard(name, { title, tiles: [] }).then(() => go(`#/dashboards/${name}`), told);
    }
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{say("dashboards")}</h1>
        <button className="primary" onClick={create}>
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
        {boards?.length === 0 && <p className="muted">{say("none")}</p>}
      </div>
    </div>
  );
}
