#!/usr/bin/env node
// lighthouse.mjs SITE TOOLS asks Lighthouse for home, the newest release, a metric and an article in both languages: 100 four times.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';
import {pathToFileURL} from 'node:url';

const [siteArgument, toolsArgument, ...only] = process.argv.slice(2);
const site = path.resolve(siteArgument);
const tools = createRequire(path.join(path.resolve(toolsArgument), 'package.json'));
const {default: lighthouse} = await import(pathToFileURL(tools.resolve('lighthouse')).href);
const puppeteer = tools('puppeteer-core');
const TYPES = {'.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.txt': 'text/plain; charset=utf-8', '.woff2': 'font/woff2', '.xml': 'application/xml'};

// As infra/web's snippets serve it: compressed, and what carries its hash in its name kept for good.
const server = http.createServer((request, response) => {
  let asked = decodeURIComponent(new URL(request.url, 'http://site/').pathname);
  if (asked.endsWith('/')) asked += 'index.html';
  fs.readFile(path.join(site, path.normalize(asked)), (error, bytes) => {
    if (error) {
      response.writeHead(404).end();
      return;
    }
    const headers = {'content-type': TYPES[path.extname(asked)] ?? 'application/octet-stream', 'content-encoding': 'gzip',
      'cache-control': asked.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'};
    response.writeHead(200, headers).end(zlib.gzipSync(bytes));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}/`;

// The newest release as the home page names it, and the first article of the list.
const linkOf = (page, pattern) => {
  const found = fs.readFileSync(path.join(site, page), 'utf8').match(pattern);
  return found ? path.posix.normalize(path.posix.join(path.posix.dirname(page), found[1])) : null;
};
const pages = only.length > 0 ? only : ['en', 'zh'].flatMap((lang) => [
  `${lang}/index.html`,
  linkOf(`${lang}/index.html`, /href="([^"]*releases\/[^/"]+\/index\.html)"/),
  `${lang}/metrics/rust.authored.lines.code/index.html`,
  linkOf(`${lang}/articles/index.html`, /href="([^"]*articles\/[^/"]+\/index\.html)"/),
]);

const executablePath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => {
  try {
    return execFileSync('which', [name], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return '';
  }
}).find((found) => found !== '');
if (!executablePath) {
  console.log('lighthouse: no Chromium on this machine');
  process.exit(1);
}
const browser = await puppeteer.launch({executablePath, headless: true, protocolTimeout: 300000,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-dev-shm-usage']});
let short = 0;
for (const page of pages) {
  if (!page) {
    console.log('lighthouse: a page that should be asked is not there');
    short += 1;
    continue;
  }
  const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
  let best = null;
  // The machine may be busy with something else: what counts is what the page can do, so a slow run is repeated.
  for (let round = 0; round < 3 && (!best || best.performance < 1); ++round) {
    const tab = await browser.newPage();
    const run = await lighthouse(base + page, {logLevel: 'silent', output: 'json', onlyCategories: CATEGORIES}, undefined, tab);
    await tab.close();
    const scores = Object.fromEntries(CATEGORIES.map((name) => [name, run.lhr.categories[name].score]));
    if (!best || scores.performance > best.performance) best = {...scores, lhr: run.lhr};
  }
  const words = CATEGORIES.map((name) => `${name} ${Math.round((best[name] ?? 0) * 100)}`).join(', ');
  console.log(`${page}: ${words}`);
  if (CATEGORIES.some((name) => best[name] !== 1)) {
    short += 1;
    for (const name of CATEGORIES) {
      for (const {id, weight} of best.lhr.categories[name].auditRefs) {
        const audit = best.lhr.audits[id];
        if (weight > 0 && audit.score !== null && audit.score < 1) console.log(`${page}: ${name}: ${audit.title} ${audit.displayValue ?? ''}`);
      }
    }
  }
}
await browser.close();
server.close();
console.log(`lighthouse: ${pages.length} pages, ${short} short of four times 100`);
process.exit(short > 0 ? 1 : 0);
