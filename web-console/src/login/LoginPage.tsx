import { useState, type FormEvent } from "react";
import { Icon } from "../app/Icon";
import { toggleTheme, useTheme } from "../app/theme";
import { setLanguage, useWords } from "../i18n";
import { logIn, type LoginProblem } from "./session";
import { useLoginWords } from "./words";


/** Asks for user and password. `before`: whose session has ended. */
export function LoginPage({ before }: { before: string }) {
  const { language } = useWords();
  const say = useLoginWords();
  const theme = useTheme();
  const [user, setUser] = useState(before);
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState<LoginProblem | null>(null);
  const [asking, setAsking] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setAsking(true);
    setProblem(await logIn(user, password));
    setAsking(false);
    setPassword("");
  }

  return (
    <div className="login">
      <div className="login-look">
        <button className="plain" onClick={() => setLanguage(language === "en" ? "zh" : "en")}>
          {say("language")}
        </button>
        <button className="plain" aria-label={say("theme")} title={say("theme")} onClick={toggleTheme}>
          <Icon name={theme === "dark" ? "sun" : "moon"} />
        </button>
      </div>
      <form className="login-box" onSubmit={(event) => void submit(event)}>
        <h1>
          <img src="./icon.svg" alt="" width={26} height={26} /> {say("heading")}
        </h1>
        {before !== "" && <p className="muted">{say("ended")}</p>}
        <label htmlFor="login-user">{say("user")}</label>
        <input
          id="login-user"
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus={before === ""}
          value={user}
          onChange={(event) => setUser(event.target.value)}
        />
        <label htmlFor="login-password">{say("password")}</label>
        <input
          id="login-password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus={before !== ""}
          value={password}
          aria-describedby={problem === null ? undefined : "login-problem"}
          aria-invalid={problem === "wrong"}
          onChange={(event) => setPassword(event.target.value)}
        />
        <p id="login-problem" role="alert" className="bad">
          {problem === null ? "" : say(problem)}
        </p>
        <button className="primary" disabled={asking}>
          {say("signIn")}
        </button>
      </form>
    </div>
  );
}
