import { useEffect, useState, type ReactNode } from "react";
import { LoginPage } from "./LoginPage";
import "./login.css";
import { askSession, useSession } from "./session";

/** Shows the console to those who have logged in. A session that ends leaves what was written where it is, behind the login. */
export function LoginGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const [shown, setShown] = useState(false);
  useEffect(() => {
    void askSession();
  }, []);
  useEffect(() => {
    if (session.state === "in") {
      setShown(true);
    }
  }, [session]);
  return (
    <>
      {session.state === "out" && <LoginPage before={session.before} />}
      {(shown || session.state === "in") && (
        <div className="behind-login" hidden={session.state === "out"}>
          {children}
        </div>
      )}
    </>
  );
}
