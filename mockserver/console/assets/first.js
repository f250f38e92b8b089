// Before the page is drawn: the theme and the language that were chosen last.
{
  const kept = (name) => {
    try {
      return localStorage.getItem("contractmock." + name);
    } catch {
      return null; // where a browser keeps nothing, the page does without
    }
  };
  const root = document.documentElement;
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  const chinese = navigator.language.toLowerCase().startsWith("zh");
  root.lang = (kept("language") ?? (chinese ? "zh-CN" : "en")) === "zh-CN" ? "zh-CN" : "en";
}
