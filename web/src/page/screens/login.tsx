import { useState } from "preact/hooks";
import { Refusal } from "../lib/api";
import { login } from "../lib/session";
import { LanguageChoice } from "../ui/language";
import { t } from "../lib/texts";
import { Field, useAction } from "../ui/form";
import { Said, Trouble } from "../ui/parts";

export function Login() {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const action = useAction();
  const wrong = action.error instanceof Refusal && action.error.status === 401;
  return (
    <main class="login" id="main">
      <article>
        <header>
          <span class="mark" aria-hidden="true">
            p
          </span>
          <div>
            <h1>primeinv</h1>
            <p>{t("login.lead")}</p>
          </div>
        </header>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void action.run(() => login(user, password));
          }}
        >
          <Field label={t("login.user")} value={user} onInput={setUser} required autoFocus autoComplete="username" name="user" />
          <Field
            label={t("login.password")}
            value={password}
            onInput={setPassword}
            type="password"
            required
            autoComplete="current-password"
            name="password"
            error={wrong ? <Said error={action.error} /> : undefined}
          />
          <Trouble error={wrong ? undefined : action.error} />
          <button type="submit" aria-busy={action.busy ? "true" : undefined}>
            {t("login.enter")}
          </button>
        </form>
        <LanguageChoice />
      </article>
    </main>
  );
}
