import { logOut, useSession } from "./session";
import { useLoginWords } from "./words";

/** Who is logged in, and the way out; nothing where nobody has to log in. */
export function UserMenu() {
  const session = useSession();
  const say = useLoginWords();
  if (session.state !== "in" || !session.login) {
    return null;
  }
  return (
    <>
      <span className="muted nowrap" title={say("user")}>
        {session.user}
      </span>
      <button className="plain" onClick={() => void logOut()}>
        {say("signOut")}
      </button>
    </>
  );
}
