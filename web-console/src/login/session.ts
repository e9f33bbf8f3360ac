import { useSyncExternalStore } from "react";

/** Who the server takes this page for. */
export type Session =
  | { state: "asking" }
  /** `login`: whether users log in here; without users there is nothing to leave. */
  | { state: "in"; user: string; login: boolean }
  | { state: "out"; before: string };

let session: Session = { state: "asking" };
const listeners = new Set<() => void>();

function become(next: Session): void {
  session = next;
  listeners.forEach((listener) => listener());
}

export function useSession(): Session {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => session,
  );
}

const plainFetch = window.fetch.bind(window);

/** Whatever the page asks: an answer that says "who are you?" brings the login back. */
window.fetch = async (input, options) => {
  const response = await plainFetch(input, options);
  if (response.status === 401 && session.state === "in") {
    become({ state: "out", before: session.user });
  }
  return response;
};

/** Asks the server who this is. */
export async function askSession(): Promise<void> {
  try {
    const response = await plainFetch("/v1/session");
    if (response.status === 401) {
      become({ state: "out", before: session.state === "in" ? session.user : "" });
      return;
    }
    const told = (await response.json()) as { user?: string; login?: boolean };
    become({ state: "in", user: told.user ?? "", login: told.login === true });
  } catch {
    // The page itself says that nobody answers.
    become({ state: "in", user: "", login: false });
  }
}

export type LoginProblem = "wrong" | "tooMany" | "noAnswer";

/** Null once logged in. The cookie that the server sets is not for scripts to see. */
export async function logIn(user: string, password: string): Promise<LoginProblem | null> {
  try {
    const response = await plainFetch("/v1/login", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user, password }),
    });
    if (!response.ok) {
      return response.status === 429 ? "tooMany" : response.status === 401 ? "wrong" : "noAnswer";
    }
  } catch {
    return "noAnswer";
  }
  if (session.state === "out" && session.before !== "" && session.before !== user) {
    // What the page shows is another user's.
    window.location.reload();
    return null;
  }
  become({ state: "in", user, login: true });
  return null;
}

export async function logOut(): Promise<void> {
  await plainFetch("/v1/login", { method: "DELETE" }).catch(() => undefined);
  window.location.reload();
}
