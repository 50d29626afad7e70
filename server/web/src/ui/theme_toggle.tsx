import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";

const THEMES = [
  { value: "light", text: "Light", Icon: Sun },
  { value: "system", text: "As the system", Icon: Monitor },
  { value: "dark", text: "Dark", Icon: Moon },
] as const;
type Theme = (typeof THEMES)[number]["value"];

const KEY = "underpin.theme";

function storedTheme(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}

function apply(theme: Theme) {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Not remembered; it holds for this page.
  }
}

/** Light, dark, or whatever the system says (`public/theme.js` applies it before the first paint). */
export function ThemeToggle() {
  const [theme, setTheme] = useState(storedTheme);
  return (
    <fieldset className="segmented theme-toggle">
      <legend className="visually-hidden">Colours</legend>
      {THEMES.map(({ value, text, Icon }) => (
        <label key={value} title={text}>
          <input
            type="radio"
            name="theme"
            value={value}
            checked={theme === value}
            onChange={() => {
              apply(value);
              setTheme(value);
            }}
          />
          <Icon aria-hidden />
          <span className="visually-hidden">{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
