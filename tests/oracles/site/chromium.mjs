#!/usr/bin/env node
// chromium.mjs SITE TOOLS [--jobs N] [--only PAGE,PAGE...] opens every page of a site in one real Chromium and says what a
// reader would meet: axe's findings in the light and the dark at 360 and 1280 px, anything on the console (a breach of the
// content security policy, a file that is not there), a page that scrolls sideways at 320 px or whose letters in figures
// are too small at 360, one that says less without JavaScript, or that differs on file://.
// TOOLS is where infra/site-check/fetch put axe and puppeteer. Over http the site stands below a sub path, as it may anywhere.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';

const {values: flags, positionals} = parseArgs({
  allowPositionals: true,
  options: {jobs: {type: 'string', default: '2'}, only: {type: 'string'}, verbose: {type: 'boolean', default: false}},
});
if (positionals.length !== 2) {
  console.error('usage: chromium.mjs SITE TOOLS [--jobs N] [--only PAGE,PAGE...]');
  process.exit(2);
}
const site = path.resolve(positionals[0]);
const tools = createRequire(path.join(path.resolve(positionals[1]), 'package.json'));
const puppeteer = tools('puppeteer-core');
const axe = fs.readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');

const BELOW = '/some/where/else/';
const WIDTHS = [1280, 360];
const THEMES = ['light', 'dark'];
// Every rule of axe is asked of every element at the first width and theme. At the others, rules of colour are asked of one
// element of each look (its colours, letters and all that lies behind it), and rules of layout of every element.
const COLOURS = ['color-contrast', 'link-in-text-block'];
const LAYOUT = ['target-size', 'scrollable-region-focusable'];
const SMALLEST_LETTERS = 11;
const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ico': 'image/x-icon',
  '.json': 'application/json', '.csv': 'text/csv; charset=utf-8', '.woff2': 'font/woff2',
};

function pagesOf(folder, below = '') {
  const found = [];
  for (const entry of fs.readdirSync(path.join(folder, below), {withFileTypes: true})) {
    const name = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory()) found.push(...pagesOf(folder, name));
    else if (name.endsWith('.html')) found.push(name);
  }
  return found.sort();
}

const missing = new Set();
function serve() {
  const server = http.createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url, 'http://site/').pathname);
    const file = asked.startsWith(BELOW) ? path.join(site, path.normalize(`/${asked.slice(BELOW.length)}`)) : '';
    fs.readFile(file, (error, bytes) => {
      if (error || !file) {
        if (!asked.endsWith('/favicon.ico')) missing.add(asked);
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, {'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream'}).end(bytes);
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function findings(result) {
  return result.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target?.join(' ') ?? '?'}: ${
    (node.failureSummary ?? rule.help).split('\n').slice(1, 3).map((line) => line.trim()).join(' ')}`));
}

// Everything below runs in the page.
const inPage = {
  async axe(rules, where, oneOfEachLook) {
    const options = {resultTypes: ['violations'], elementRef: false, preload: false, selectors: where, xpath: false};
    if (rules) options.runOnly = {type: 'rule', values: rules};
    let context = document;
    if (oneOfEachLook) {
      const looks = new Map();
      const behind = new Map();
      const backgrounds = (element) => {
        if (!element) return '';
        if (!behind.has(element)) {
          const style = getComputedStyle(element);
          const own = style.backgroundColor === 'rgba(0, 0, 0, 0)' ? '' : style.backgroundColor;
          const rest = own && style.backgroundImage === 'none' ? '' : backgrounds(element.parentElement);
          behind.set(element, `${own}${style.backgroundImage === 'none' ? '' : 'i'}${style.opacity === '1' ? '' : style.opacity}/${rest}`);
        }
        return behind.get(element);
      };
      for (const element of document.body.querySelectorAll('*')) {
        if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
        if (element.getClientRects().length === 0) continue;
        const style = getComputedStyle(element);
        const block = element.tagName === 'A' ? `${getComputedStyle(element.parentElement).color}${style.textDecorationLine}` : '';
        const look = [style.color, style.fontSize, style.fontWeight, block, backgrounds(element)].join('|');
        if (!looks.has(look)) looks.set(look, element);
      }
      if (looks.size === 0) return {violations: []};
      context = {include: [...looks.values()]};
    }
    return globalThis.axe.run(context, options);
  },
  sideways() {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    let worst = null;
    for (const element of document.body.querySelectorAll('*')) {
      const right = element.getBoundingClientRect().right;
      let inner = element.parentElement;
      while (inner && !['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(inner).overflowX)) inner = inner.parentElement;
      if (inner && inner !== document.body && inner !== root) continue;
      if (right > root.clientWidth + 0.5 && (!worst || right > worst.right)) worst = {right, element};
    }
    const name = worst ? `${worst.element.tagName.toLowerCase()}${worst.element.id ? `#${worst.element.id}` : ''}.${
      [...worst.element.classList].join('.')}` : '?';
    return `${root.scrollWidth} px wide; widest: ${name} to ${worst ? Math.round(worst.right) : '?'} px`;
  },
  smallLetters(smallest) {
    for (const text of document.querySelectorAll('svg text')) {
      const scale = text.getScreenCTM()?.a;
      if (!scale || text.getClientRects().length === 0) continue;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      if (size < smallest - 0.01) return `"${text.textContent.trim()}" is ${size.toFixed(1)} px high`;
    }
    return null;
  },
  words() {
    const main = document.querySelector('main')?.cloneNode(true);
    for (const instead of main?.querySelectorAll('noscript') ?? []) instead.remove();
    const heading = document.querySelector('h1');
    return {
      heading: heading !== null && heading.getClientRects().length > 0 && heading.textContent.trim() !== '',
      // Hidden parts count as well: they are there to be opened.
      text: main ? main.textContent.replace(/\s+/g, ' ').trim() : '',
      enhanced: [...document.querySelectorAll('[data-with-script]')].map((e) => e.textContent.replace(/\s+/g, ' ').trim()),
    };
  },
};

class Tab {
  constructor(page) {
    this.page = page;
    this.said = [];
    page.on('console', (message) => {
      if (!message.location()?.url?.endsWith('/favicon.ico')) this.said.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => this.said.push(`error: ${error.message}`));
    page.on('requestfailed', (request) => {
      if (!request.url().endsWith('/favicon.ico')) this.said.push(`not loaded: ${request.url()}: ${request.failure()?.errorText}`);
    });
  }

  async open(url) {
    this.said = [];
    await this.page.goto(url, {waitUntil: 'load', timeout: 60000});
  }

  async look(width, theme) {
    await this.page.setViewport({width, height: 900});
    await this.page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: theme}, {name: 'prefers-reduced-motion', value: 'reduce'}]);
  }
}

const spent = {};
async function timed(what, work) {
  const start = process.hrtime.bigint();
  try {
    return await work();
  } finally {
    spent[what] = (spent[what] ?? 0) + Number(process.hrtime.bigint() - start) / 1e9;
  }
}

async function examine(tab, plain, base, name) {
  const told = [];
  const url = base + name.split('/').map(encodeURIComponent).join('/');
  const redirect = fs.readFileSync(path.join(site, name), 'utf8').slice(0, 2000).includes('http-equiv="refresh"');
  if (redirect) return told;  // the page that it leads to is looked at under its own name
  await tab.look(1280, 'light');
  await timed('open', () => tab.open(url));
  told.push(...tab.said.map((line) => `console: ${line}`));
  const words = await tab.page.evaluate(inPage.words);
  if (!words.heading) told.push('no heading is shown');

  await timed('axe', async () => {
    await tab.page.evaluate(axe);
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        const rounds = width === WIDTHS[0] && theme === THEMES[0] ? [[null, false]] : [[COLOURS, true]];
        if (width !== WIDTHS[0] && theme === THEMES[0]) rounds.push([LAYOUT, false]);
        await tab.look(width, theme);
        for (const [rules, oneOfEachLook] of rounds) {
          let result = await tab.page.evaluate(inPage.axe, rules, false, oneOfEachLook);
          if (result.violations.length === 0) continue;
          result = await tab.page.evaluate(inPage.axe, result.violations.map((rule) => rule.id), true, oneOfEachLook);
          told.push(...findings(result).map((line) => `axe, ${theme}, ${width} px: ${line}`));
        }
      }
    }
  });
  await timed('widths', async () => {
    await tab.look(360, 'light');
    const small = await tab.page.evaluate(inPage.smallLetters, SMALLEST_LETTERS);
    if (small) told.push(`letters at 360 px: ${small}`);
    await tab.look(320, 'light');
    const sideways = await tab.page.evaluate(inPage.sideways);
    if (sideways) told.push(`scrolls sideways at 320 px: ${sideways}`);
  });
  await timed('plain', async () => {
    await plain.open(url);
    const bare = await plain.page.evaluate(inPage.words);
    if (!bare.heading) told.push('without JavaScript: no heading is shown');
    let with_script = words.text;
    for (const added of words.enhanced) with_script = with_script.replace(added, '').replace(/\s+/g, ' ').trim();
    if (!bare.text.includes(with_script) && bare.text !== with_script) {
      let at = 0;
      while (bare.text[at] === with_script[at]) ++at;
      told.push(`without JavaScript its text differs: "${bare.text.slice(Math.max(0, at - 30), at + 60)}"`);
    }
    told.push(...plain.said.map((line) => `console, without JavaScript: ${line}`));
  });
  await timed('file', async () => {
    await tab.look(1280, 'light');
    await tab.open(pathToFileURL(path.join(site, name)).href);
    told.push(...tab.said.map((line) => `console, from file://: ${line}`));
    const here = await tab.page.evaluate(inPage.words);
    if (here.text !== words.text) told.push('from file:// its text differs');
  });
  return told;
}

function findBrowser() {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
    } catch { /* the next */ }
  }
  return null;
}

const executablePath = findBrowser();
if (!executablePath) {
  console.log('chromium: SKIPPED: no Chromium on this machine');
  process.exit(77);
}
let pages = pagesOf(site);
if (flags.only) pages = flags.only.split(',').filter((page) => page !== '');
else if (pages.length < 10) {
  console.log(`chromium: ${site} holds ${pages.length} pages; that is no site`);
  process.exit(1);
}
const server = await serve();
const base = `http://127.0.0.1:${server.address().port}${BELOW}`;
const launch = () => puppeteer.launch({
  executablePath, headless: true, protocolTimeout: 120000,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--hide-scrollbars', '--allow-file-access-from-files=false'],
});
const todo = [...pages];
const troubles = new Map();
let done = 0;
// A browser of its own for each worker; a new one after some hundred pages, and after one that died.
const PAGES_A_BROWSER = 400;
async function start() {
  const browser = await launch();
  const tab = new Tab(await browser.newPage());
  const plain = new Tab(await browser.newPage());
  await plain.page.setJavaScriptEnabled(false);
  await plain.look(1280, 'light');
  return {browser, tab, plain, pages: 0};
}
async function work() {
  let at = null;
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    let told = null;
    for (let round = 0; round < 2 && !told; ++round) {
      try {
        if (at && at.pages >= PAGES_A_BROWSER) {
          await at.browser.close();
          at = null;
        }
        at ??= await start();
        at.pages += 1;
        told = await examine(at.tab, at.plain, base, name);
      } catch (error) {
        try {
          await at?.browser.close();
        } catch { /* it is gone */ }
        at = null;
        if (round === 1) told = [`could not be looked at: ${error.message.split('\n')[0]}`];
      }
    }
    if (told.length > 0) troubles.set(name, told);
    done += 1;
    if (flags.verbose || done % 200 === 0) console.error(`chromium: ${done} of ${pages.length} pages, ${troubles.size} with something to say`);
  }
  await at?.browser.close();
}
await Promise.all(Array.from({length: Math.max(1, Number(flags.jobs) || 1)}, work));
server.close();

for (const name of [...troubles.keys()].sort()) {
  const lines = troubles.get(name);
  for (const line of lines.slice(0, 12)) console.log(`${name}: ${line}`);
  if (lines.length > 12) console.log(`${name}: and ${lines.length - 12} more`);
}
for (const asked of [...missing].sort()) console.log(`http: 404 ${asked}`);
console.error(`chromium: seconds spent: ${Object.entries(spent).map(([what, seconds]) => `${what} ${seconds.toFixed(0)}`).join(', ')}`);
console.log(`chromium: ${pages.length} pages, each with axe in light and dark at 360 and 1280 px, at 320 px, without JavaScript and from file://: ${
  troubles.size} with something to say, ${missing.size} files not found`);
process.exit(troubles.size > 0 || missing.size > 0 ? 1 : 0);
