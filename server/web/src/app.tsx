import { Link, NavLink, Outlet, useLocation } from "react-router";
import { Empty } from "./ui/empty";
import { ErrorBoundary } from "./ui/error_boundary";
import { Page, useFocusOnChange } from "./ui/page";
import { ThemeToggle } from "./ui/theme_toggle";

const PAGES = [
  { to: "/", text: "Portfolio" },
  { to: "/sources", text: "Sources" },
  { to: "/runs", text: "Import runs" },
  { to: "/jobs", text: "Jobs" },
];

/** What all pages have in common: the way around, and the content's place. */
export function App() {
  const { pathname } = useLocation();
  const main = useFocusOnChange(pathname);
  return (
    <>
      <a className="skip" href="#content">
        Skip to the content
      </a>
      <header className="top">
        <div className="top-inner">
          <Link to="/" className="brand">
            <img src="/underpin.svg" alt="" width={24} height={24} />
            Underpin
          </Link>
          <nav aria-label="Main">
            {PAGES.map(({ to, text }) => (
              <NavLink key={to} to={to} end={to === "/"}>
                {text}
              </NavLink>
            ))}
          </nav>
          <ThemeToggle />
        </div>
      </header>
      <main id="content" tabIndex={-1} ref={main}>
        <ErrorBoundary place={pathname}>
          <Outlet />
        </ErrorBoundary>
      </main>
    </>
  );
}

export function NoSuchPage() {
  return (
    <Page title="There is no such page">
      <Empty title="The address leads nowhere">
        <p>
          It may be old or mistyped. <Link to="/">Go to the portfolio</Link>
        </p>
      </Empty>
    </Page>
  );
}
