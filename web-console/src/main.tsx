import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { LoginGate } from "./login/LoginGate";
import "./console.css";

const place = document.getElementById("app");
if (place === null) {
  throw new Error("index.html has no element #app");
}
createRoot(place).render(
  <LoginGate>
    <App />
  </LoginGate>,
);
