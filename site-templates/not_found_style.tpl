{{%AUTOESCAPE context="HTML"}}
:root { color-scheme: light dark; --paper: #faf8f4; --ink: #1f1c19; --soft: #6a635a; --line: #e2dcd1; }
@media (prefers-color-scheme: dark) { :root { --paper: #141618; --ink: #e6e2da; --soft: #a39c90; --line: #2c3034; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, "Noto Sans", "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
main { max-width: 40rem; margin: 12vh auto 4rem; padding: 0 1.2rem; }
h1 { font: 700 2rem/1.3 Georgia, "Noto Serif", "Songti SC", "Noto Serif CJK SC", serif; margin: 0 0 1.5rem; }
h1 span { display: block; }
ul { list-style: none; margin: 0; padding: 0; }
li { border-top: 1px solid var(--line); }
a { display: block; padding: 1rem 0; color: inherit; text-decoration: none; }
a:hover .value, a:focus-visible .value { text-decoration: underline; }
.value { display: block; font-weight: 700; font-size: 1.2rem; }
.label { color: var(--soft); }
:lang(zh) { text-autospace: normal; }
