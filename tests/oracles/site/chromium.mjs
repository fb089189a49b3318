#!/usr/bin/env node
// chromium.mjs SITE TOOLS [--jobs N] [--only PAGE,PAGE...] [--kept FILE] opens every page of a site in one real Chromium and
// says what a reader would meet: axe's findings in the light and the dark at 360 and 1280 px, anything on the console (a breach
// of the content security policy, a file that is not there), a page that scrolls sideways at 320, 360 or 1280 px or whose
// letters in figures are too small at 360, one that says less without JavaScript, or that differs on file://.
// TOOLS is where infra/site-check/fetch put axe and puppeteer. Over http the site stands below a sub path, as it may anywhere.
// FILE keeps, as each page is done, that nothing was found on it, under a hash of its bytes, of all it loads, and of what
// looked: a run that was interrupted goes on where it stopped, and what did not change is not looked at again.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';

const {values: flags, positionals} = parseArgs({
  allowPositionals: true,
  options: {jobs: {type: 'string', default: '2'}, only: {type: 'string'}, kept: {type: 'string'}, verbose: {type: 'boolean', default: false}},
});
if (positionals.length !== 2) {
  console.error('usage: chromium.mjs SITE TOOLS [--jobs N] [--only PAGE,PAGE...] [--kept FILE]');
  process.exit(2);
}
const site = path.resolve(positionals[0]);
const tools = createRequire(path.join(path.resolve(positionals[1]), 'package.json'));
const puppeteer = tools('puppeteer-core');
const axe = fs.readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');

const BELOW = '/some/where/else/';
const WIDTHS = [1280, 360];
const THEMES = ['light', 'dark'];
// Every rule of axe is asked of every element at the first width and theme, but rules of colour, which take most of the time and
// of which thousands of cells of a table have one answer: they are asked, at each width and theme, of one element of each look
// (its kind and its parent's, colours, letters and all that lies behind it), once a run. Rules of layout are asked of every
// element again at the other width.
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
  async axe(options, where, looks) {
    const all = {resultTypes: ['violations'], elementRef: false, preload: false, selectors: where, xpath: false, ...options};
    return globalThis.axe.run(looks ? {include: globalThis.unseenLooks.map((each) => each.element)} : document, all);
  },
  // Finds the elements that show words in a look which `seen` does not hold; returns the names of these looks.
  looks(seen) {
    const known = new Set(seen);
    const behind = new Map();
    const kind = (element) => `${element.tagName}.${element.getAttribute('class') ?? ''}`;
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
    globalThis.unseenLooks = [];
    for (const element of document.body.querySelectorAll('*')) {
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')) continue;
      if (element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      const block = element.tagName === 'A' ? `${getComputedStyle(element.parentElement).color}${style.textDecorationLine}` : '';
      const look = [kind(element), kind(element.parentElement), style.color, style.fontSize, style.fontWeight, style.position, block,
        backgrounds(element)].join('|');
      if (known.has(look)) continue;
      known.add(look);
      globalThis.unseenLooks.push({element, look});
    }
    return globalThis.unseenLooks.map((each) => each.look);
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

// The looks, by theme and width, that axe found nothing against. What lies over a picture is never taken as seen.
const seenLooks = new Map(WIDTHS.flatMap((width) => THEMES.map((theme) => [`${theme}, ${width} px`, new Set()])));

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

  const ask = async (place, options, looks) => {
    let result = await tab.page.evaluate(inPage.axe, options, false, looks);
    if (result.violations.length === 0) return true;
    result = await tab.page.evaluate(inPage.axe, {runOnly: {type: 'rule', values: result.violations.map((rule) => rule.id)}}, true, looks);
    told.push(...findings(result).map((line) => `axe, ${place}: ${line}`));
    return false;
  };
  const fits = async (width) => {
    const sideways = await tab.page.evaluate(inPage.sideways);
    if (sideways) told.push(`scrolls sideways at ${width} px: ${sideways}`);
    const small = width === 360 ? await tab.page.evaluate(inPage.smallLetters, SMALLEST_LETTERS) : null;
    if (small) told.push(`letters at 360 px: ${small}`);
  };
  await timed('axe', async () => {
    await timed('axe as such', () => tab.page.evaluate(axe));
    for (const width of WIDTHS) {
      for (const theme of THEMES) {
        const place = `${theme}, ${width} px`;
        await tab.look(width, theme);
        if (theme === THEMES[0]) {
          await fits(width);
          const rules = width === WIDTHS[0] ? {rules: Object.fromEntries(COLOURS.map((rule) => [rule, {enabled: false}]))}
            : {runOnly: {type: 'rule', values: LAYOUT}};
          await timed('axe on all', () => ask(place, rules, false));
        }
        const seen = seenLooks.get(place);
        const unseen = await timed('looks', () => tab.page.evaluate(inPage.looks, [...seen]));
        if (unseen.length === 0) continue;
        const clean = await timed('axe on looks', () => ask(place, {runOnly: {type: 'rule', values: COLOURS}}, true));
        if (clean) for (const look of unseen.filter((each) => !each.includes('i/'))) seen.add(look);
      }
    }
  });
  await timed('widths', async () => {
    await tab.look(320, 'light');
    await fits(320);
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

// What a page's answer hangs on: its bytes, those of all it loads, this program, axe and the browser.
const looker = crypto.createHash('sha256').update(fs.readFileSync(new URL(import.meta.url))).update(axe).update(
  execFileSync(executablePath, ['--version'])).digest('hex');
const hashes = new Map();
function hashOf(file) {
  if (!hashes.has(file)) hashes.set(file, fs.existsSync(file) ? crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex') : 'none');
  return hashes.get(file);
}
function keyOf(name) {
  const key = crypto.createHash('sha256').update(looker).update(hashOf(path.join(site, name)));
  const text = fs.readFileSync(path.join(site, name), 'utf8');
  for (const [, url] of text.matchAll(/<(?:link rel="?(?:stylesheet|icon)"?[^>]*? href|script[^>]*? src|img[^>]*? src|source[^>]*? srcset)="?([^"\s>]+)/g)) {
    if (!/^[a-z]+:/.test(url)) key.update(`${url}=`).update(hashOf(path.join(site, path.dirname(name), url.split(/[?#]/)[0])));
  }
  return key.digest('hex');
}
const kept = new Map();
if (flags.kept && fs.existsSync(flags.kept)) {
  for (const line of fs.readFileSync(flags.kept, 'utf8').split('\n').filter((each) => each !== '')) {
    const [key, name] = line.split('  ');
    kept.set(name, key);
  }
}
const keys = new Map(flags.kept ? pages.map((name) => [name, keyOf(name)]) : []);
const todo = pages.filter((name) => !flags.kept || kept.get(name) !== keys.get(name));
if (flags.kept) console.error(`chromium: ${pages.length} pages; on ${pages.length - todo.length} nothing was found before and nothing changed`);

// Who stops this wants it stopped: what was found clean so far is kept. A worker would take the end of its browser for a
// crash, and start another.
const browsers = new Set();
for (const [signal, number] of [['SIGINT', 2], ['SIGTERM', 15], ['SIGHUP', 1]]) {
  process.on(signal, () => {
    for (const browser of browsers) browser.process()?.kill('SIGKILL');
    console.error(`chromium: stopped after ${done} of ${asked} pages`);
    process.exit(128 + number);
  });
}
const launch = () => puppeteer.launch({
  executablePath, headless: true, protocolTimeout: 120000, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--hide-scrollbars', '--allow-file-access-from-files=false'],
});
const asked = todo.length;
const troubles = new Map();
let done = 0;
// A browser of its own for each worker; a new one after some hundred pages, and after one that died.
const PAGES_A_BROWSER = 400;
async function start() {
  const browser = await launch();
  browsers.add(browser);
  browser.once('disconnected', () => browsers.delete(browser));
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
    if (told.length > 0) {
      troubles.set(name, told);
      console.error(`chromium: ${name}: ${told[0]}`);
    } else if (flags.kept) {
      fs.appendFileSync(flags.kept, `${keys.get(name)}  ${name}\n`);
    }
    done += 1;
    if (flags.verbose || done % 100 === 0) console.error(`chromium: ${done} of ${asked} pages, ${troubles.size} with something to say`);
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
