/** The page: who is logged in, where they are, and the frame around every screen. */
import { render, type ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import "./page.css";
import { kick } from "./count/sender";
import { entries, refreshAll } from "./count/store";
import { whenWarned } from "./lib/api";
import { alertWords, onAlert, openAlerts, type Subjects, subjectsOf } from "./lib/alerts";
import "./lib/taps";
import { route, href } from "./lib/router";
import { read } from "./lib/kept";
import { type Session, begin, chooseOutlet, chooseTenant, known, logout, may, mayWrite, offline, outlet, renew, session } from "./lib/session";
import { language, t, type TextKey } from "./lib/texts";
import type { Alert } from "./lib/types";
import { Adjust, Damage, Receive, Transfer } from "./screens/moves";
import { Alerts } from "./screens/alerts";
import { Count } from "./screens/count";
import { Customers } from "./screens/customers";
import { Dashboard } from "./screens/dashboard";
import { Health } from "./screens/health";
import { Login } from "./screens/login";
import { Products } from "./screens/products";
import { Reports } from "./screens/reports";
import { Review } from "./screens/review";
import { Stock } from "./screens/stock";
import { Till } from "./screens/till";
import { Choice } from "./ui/form";
import { Icon, type IconName } from "./ui/icons";
import { LanguageChoice } from "./ui/language";
import { Badge, Confirmation, Empty, Messages, Modal, Screen, sentence, tell, Waiting } from "./ui/parts";

interface Place {
  name: string;
  icon: IconName;
  screen: ComponentType;
  allowed: () => boolean;
}

const reads = (): boolean => session.value?.level !== "guest";
const several = (): boolean => (session.value?.outlets.length ?? 0) > 1;

const groups: readonly { title: TextKey; places: readonly Place[] }[] = [
  {
    title: "group.overview",
    places: [
      { name: "dashboard", icon: "dashboard", screen: Dashboard, allowed: reads },
      { name: "alerts", icon: "alerts", screen: Alerts, allowed: reads },
    ],
  },
  {
    title: "group.selling",
    places: [
      { name: "till", icon: "till", screen: Till, allowed: reads },
      { name: "customers", icon: "customers", screen: Customers, allowed: reads },
    ],
  },
  {
    title: "group.stock",
    places: [
      { name: "stock", icon: "stock", screen: Stock, allowed: reads },
      { name: "receive", icon: "receive", screen: Receive, allowed: () => may("add_stock") },
      { name: "adjust", icon: "adjust", screen: Adjust, allowed: () => may("adjust_stock") },
      { name: "damage", icon: "damage", screen: Damage, allowed: () => may("record_damage") },
      { name: "transfer", icon: "transfer", screen: Transfer, allowed: () => may("transfer_stock") && several() },
    ],
  },
  {
    title: "group.counting",
    places: [
      { name: "count", icon: "count", screen: Count, allowed: () => may("count_item") },
      { name: "review", icon: "review", screen: Review, allowed: reads },
    ],
  },
  {
    title: "group.insight",
    places: [
      { name: "products", icon: "products", screen: Products, allowed: () => reads() || mayWrite("product") },
      { name: "reports", icon: "reports", screen: Reports, allowed: reads },
      { name: "health", icon: "health", screen: Health, allowed: reads },
    ],
  },
];

const nameOf = (place: Place): string => t(`nav.${place.name}` as TextKey);
/** What a thumb reaches on a phone; the rest is behind the menu. */
const atHand = ["dashboard", "stock", "count", "till"];

function Links({ onGo }: { onGo?: () => void }) {
  const here = route.value.screen;
  const alerts = openAlerts.value?.length ?? 0;
  return (
    <>
      {groups.map((group) => {
        const places = group.places.filter((place) => place.allowed());
        if (!places.length) return null;
        return (
          <div key={group.title} class="nav-group">
            <h2>{t(group.title)}</h2>
            <ul>
              {places.map((place) => (
                <li key={place.name}>
                  <a href={href(place.name)} aria-current={here === place.name ? "page" : undefined} onClick={onGo}>
                    <Icon name={place.icon} />
                    <span>{nameOf(place)}</span>
                    {place.name === "alerts" && alerts > 0 && (
                      <span class="count-badge" aria-label={t("alerts.openCount", { n: alerts })}>
                        {alerts}
                      </span>
                    )}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </>
  );
}

function Settings({ onClose }: { onClose: () => void }) {
  const who = session.value;
  return (
    <Modal title={t("settings")} onClose={onClose}>
      <p>
        {who?.user} · {who && t(`role.${who.level}`)}
        <br />
        <span class="muted">{who?.tenant.name}</span>
      </p>
      {who && who.tenants.length > 1 && (
        <Choice
          label={t("tenant")}
          value={who.tenant.id}
          options={who.tenants.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(id) => void chooseTenant(id)}
        />
      )}
      <LanguageChoice />
      <button
        type="button"
        onClick={() => {
          onClose();
          void logout();
        }}
      >
        {t("logout")}
      </button>
    </Modal>
  );
}

function Frame() {
  const [menu, setMenu] = useState(false);
  const [settings, setSettings] = useState(false);
  const here = route.value;
  const all = groups.flatMap((group) => group.places);
  const place = all.find((one) => one.name === here.screen);
  const waiting = entries.value.filter((one) => one.state === "waiting" && one.user === session.value?.user).length;
  const outlets = session.value?.outlets ?? [];

  // A new place is announced by its heading, and starts at its top.
  const arrived = useRef(false);
  useEffect(() => {
    setMenu(false);
    if (!arrived.current) {
      arrived.current = true;
      return;
    }
    scrollTo(0, 0);
    const active = document.activeElement;
    if (!active || active === document.body || active.closest("nav, .bottom, .brand"))
      document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
  }, [here.screen, here.id]);

  useEffect(() => {
    const show = (alert: Alert): void => {
      const said = (subjects?: Subjects): void =>
        tell(alertWords(alert, subjects) ?? <span lang="en">{alert.detail ?? alert.kind}</span>, "warn");
      subjectsOf([alert]).then(said, () => said());
    };
    onAlert.add(show);
    return () => void onAlert.delete(show);
  }, []);

  const Shown = place?.allowed() ? place.screen : undefined;
  return (
    <div class="frame">
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), document.getElementById("main")?.focus())}>
        {t("skip")}
      </a>
      <header class="top no-print">
        <button type="button" class="plain menu" aria-label={t("menu")} aria-expanded={menu} onClick={() => setMenu(true)}>
          <Icon name="menu" size={24} />
        </button>
        <a class="brand" href={href("dashboard")}>
          <span class="mark" aria-hidden="true">
            p
          </span>
          <span>primeinv</span>
        </a>
        <div class="top-end">
          {offline.value && (
            <Badge tone="warn">
              <Icon name="nowifi" size={16} /> <span class="desk-only">{t("offline")}</span>
            </Badge>
          )}
          {waiting > 0 && (
            <span class="desk-only">
              <Badge tone="info">{t("count.waiting", { n: waiting })}</Badge>
            </span>
          )}
          {outlets.length > 1 && (
            <label class="outlet">
              <span class="sr-only">{t("col.outlet")}</span>
              <select value={outlet.value?.outlet_id} onChange={(event) => chooseOutlet(event.currentTarget.value)}>
                {outlets.map((one) => (
                  <option key={one.outlet_id} value={one.outlet_id}>
                    {one.outlet}
                  </option>
                ))}
              </select>
            </label>
          )}
          <button type="button" class="plain" aria-label={`${t("settings")}: ${session.value?.user}`} onClick={() => setSettings(true)}>
            <Icon name="user" size={24} />
          </button>
        </div>
      </header>
      <nav class="side no-print" aria-label={t("menu")}>
        <Links />
      </nav>
      <main id="main" tabIndex={-1}>
        {Shown ? (
          <Shown key={here.screen} />
        ) : (
          <Screen title={t("notHere")}>
            <Empty title={t("notHereBody")}>
              <a href={href("dashboard")}>{t("nav.dashboard")}</a>
            </Empty>
          </Screen>
        )}
      </main>
      <nav class="bottom no-print" aria-label={t("atHand")}>
        {all
          .filter((one) => atHand.includes(one.name) && one.allowed())
          .sort((one, other) => atHand.indexOf(one.name) - atHand.indexOf(other.name))
          .map((one) => (
            <a key={one.name} href={href(one.name)} aria-current={here.screen === one.name ? "page" : undefined}>
              <Icon name={one.icon} size={24} />
              <span>{nameOf(one)}</span>
            </a>
          ))}
        <button type="button" class="plain" onClick={() => setMenu(true)}>
          <Icon name="menu" size={24} />
          <span>{t("more")}</span>
        </button>
      </nav>
      {menu && (
        <Modal title={t("menu")} onClose={() => setMenu(false)}>
          <nav class="drawer" aria-label={t("menu")}>
            <Links onGo={() => setMenu(false)} />
          </nav>
        </Modal>
      )}
      {settings && <Settings onClose={() => setSettings(false)} />}
    </div>
  );
}

function Page() {
  useEffect(() => {
    document.documentElement.lang = language.value;
  }, [language.value]);
  return (
    <>
      {!known.value ? (
        <main class="login" aria-busy="true">
          <Waiting />
        </main>
      ) : session.value ? (
        <Frame />
      ) : (
        <Login />
      )}
      <Confirmation />
      <Messages />
    </>
  );
}

whenWarned((text) => tell(sentence(text), "warn"));
void begin();
void refreshAll().catch(() => undefined);
render(<Page />, document.getElementById("page")!);
navigator.serviceWorker?.register("/worker.js").catch(() => undefined);

/** The network is back, by the browser's word or by an answer: the session may have ended meanwhile, and counts may wait. */
addEventListener("online", () => void renew().then(kick));
setInterval(() => {
  if (offline.peek() && navigator.onLine && session.peek()) void renew().then(() => (offline.peek() ? undefined : kick()));
}, 5000);

/** Another tab has logged in or out, and this one has the same cookie: it must not go on in somebody else's name. */
addEventListener("storage", (event) => {
  if (event.key === "primeinv.session" && read<Session>("session")?.user !== session.peek()?.user) void renew().then(kick);
});

/** A page may stay open for days: what day it is at the outlet, and what the user may do, are asked again now and then. */
const asksAgain = 15 * 60_000;
let asked = Date.now();
const askAgain = (): void => {
  if (document.visibilityState !== "visible" || Math.abs(Date.now() - asked) < asksAgain || !session.peek()) return;
  asked = Date.now();
  void renew();
};
setInterval(askAgain, 60_000);
document.addEventListener("visibilitychange", askAgain);
