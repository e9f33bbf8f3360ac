/** What `GET /health` answers once the server takes statements. */
interface Health {
  status: string;
  version: string;
  uptimeMillis: number;
}

async function serverLine(): Promise<string> {
  const response = await fetch("/health");
  if (!response.ok) {
    return `The server is starting (HTTP ${response.status}).`;
  }
  const health = (await response.json()) as Health;
  return `Millrace ${health.version}: ${health.status}, up ${Math.round(health.uptimeMillis / 1000)} s`;
}

const app = document.getElementById("app");
if (app === null) {
  throw new Error("index.html has no element #app");
}
serverLine().then(
  (line) => (app.textContent = line),
  (failure: unknown) => (app.textContent = `The server does not answer: ${String(failure)}`),
);
