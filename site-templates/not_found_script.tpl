{{%AUTOESCAPE context="HTML"}}
// This page stands in for any address. Its links begin at the host's root, below the path of the site's own address; where
// the site was put elsewhere, the nearest folder above the address asked for that has a front page is its root.
(async () => {
  const links = [...document.querySelectorAll("a[hreflang]")].map((a) => [a, a.getAttribute("href").match(/[^/]+\/[^/]+$/)[0]]);
  const lead = (root) => links.forEach(([a, path]) => { a.href = root + path; });
  if (location.protocol === "file:") return lead("");
  const folders = location.pathname.split("/").slice(0, 16);
  for (let depth = folders.length - 1; depth > 0; depth -= 1) {
    const root = folders.slice(0, depth).join("/") + "/";
    if (root.startsWith("//")) continue;
    const found = await fetch(root + links[0][1], { method: "HEAD" }).then((answer) => answer.ok, () => false);
    if (found) return lead(root);
  }
})();
