/** What `POST /v1/sql` answers in JSON. */
interface Answer {
  columns?: { name: string; type: string }[];
  rows?: unknown[][];
  rowCount?: number;
  updateCount?: number;
  error?: { code: string; message: string; line?: number; column?: number; hint?: string };
}

const SHOWN_ROWS = 1000;

async function run(sql: string): Promise<Answer> {
  const response = await fetch("/v1/sql?format=json", { method: "POST", body: sql });
  return (await response.json()) as Answer;
}

function failureText(error: NonNullable<Answer["error"]>): string {
  const place = error.line === undefined ? "" : ` at ${error.line}:${error.column}`;
  return `${error.code}${place}: ${error.message}${error.hint === undefined ? "" : `\n${error.hint}`}`;
}

function resultTable(answer: Answer): HTMLElement {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const column of answer.columns ?? []) {
    const cell = document.createElement("th");
    cell.textContent = column.name;
    cell.title = column.type;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of (answer.rows ?? []).slice(0, SHOWN_ROWS)) {
    const line = body.insertRow();
    for (const value of row) {
      line.insertCell().textContent = value === null ? "NULL" : typeof value === "object" ? JSON.stringify(value) : String(value);
    }
  }
  return table;
}

/** A statement, its result, and how long it took. */
export function showQuery(app: HTMLElement): void {
  app.className = "query";
  const text = document.createElement("textarea");
  text.value = "SELECT * FROM information_schema.tables";
  text.setAttribute("aria-label", "SQL");
  const button = document.createElement("button");
  button.textContent = "Run (Ctrl+Enter)";
  const status = document.createElement("p");
  const result = document.createElement("div");
  const execute = async (): Promise<void> => {
    button.disabled = true;
    status.className = "";
    status.textContent = "running …";
    const start = performance.now();
    try {
      const answer = await run(text.value);
      const took = `${Math.round(performance.now() - start)} ms`;
      if (answer.error !== undefined) {
        status.className = "failure";
        status.textContent = failureText(answer.error);
        result.replaceChildren();
      } else {
        const rows = answer.rowCount ?? answer.rows?.length ?? 0;
        status.textContent = `${answer.updateCount !== undefined ? `${answer.updateCount} changed` : `${rows} rows`}, ${took}`;
        result.replaceChildren(resultTable(answer));
      }
    } catch (failure) {
      status.className = "failure";
      status.textContent = `The server does not answer: ${String(failure)}`;
    } finally {
      button.disabled = false;
    }
  };
  button.addEventListener("click", () => void execute());
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void execute();
    }
  });
  app.replaceChildren(text, button, status, result);
}
