// Sets the theme before anything is drawn, so that a dark page does not flash.
const kept = localStorage.getItem("copydesk-theme");
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.dataset.theme = kept ?? (dark ? "dark" : "light");
