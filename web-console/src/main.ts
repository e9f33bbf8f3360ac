import "./console.css";
import { showQuery } from "./query";

const app = document.getElementById("app");
if (app === null) {
  throw new Error("index.html has no element #app");
}
const place: HTMLElement = app;

/** Shows the page that the address names; the charts' code comes only when it is needed. */
async function show(): Promise<void> {
  if (location.hash === "#/demo") {
    const { showDashboard } = await import("./demo/dashboard");
    showDashboard(place);
  } else {
    showQuery(place);
  }
}

window.addEventListener("hashchange", () => location.reload());
void show();
