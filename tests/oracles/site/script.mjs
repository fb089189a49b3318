#!/usr/bin/env node
// script.mjs SITE TOOLS tries what the pages' script promises, in real Chromium and from file://: a chosen theme holds before the first
// paint and on the next page, no page says it is out of date before its day and each does after, and the language switch keeps the place.
import assert from 'node:assert/strict';
import path from 'node:path';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';
import {pathToFileURL} from 'node:url';

const [siteArgument, toolsArgument] = process.argv.slice(2);
const site = path.resolve(siteArgument);
const tools = createRequire(path.join(path.resolve(toolsArgument), 'package.json'));
const puppeteer = tools('puppeteer-core');
const executablePath = ['chromium', 'chromium-browser', 'google-chrome'].map((name) => {
  try {
    return execFileSync('which', [name], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
  } catch {
    return '';
  }
}).find((found) => found !== '');
const browser = await puppeteer.launch({executablePath, headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking']});
const at = (page) => pathToFileURL(path.join(site, page)).href;
const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
let tried = 0;
try {
  const page = await browser.newPage();
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'light'}]);
  await page.goto(at('en/index.html'));
  const light = await paper(page);
  await page.select('.theme select', 'dark');
  const dark = await paper(page);
  assert.notEqual(dark, light, 'choosing the dark theme changes the paper');
  await page.goto(at('zh/metrics/index.html'));
  assert.equal(await paper(page), dark, 'the choice holds on the next page');
  assert.equal(await page.$eval('.theme select', (choice) => choice.value), 'dark');
  // Before the first paint: the theme is set while the head is read, when there is no body yet.
  const early = await browser.newPage();
  await early.evaluateOnNewDocument(() => {
    globalThis.seen = [];
    new MutationObserver(() => globalThis.seen.push([document.documentElement?.dataset.theme ?? null, document.body !== null]))
      .observe(document, {attributes: true, subtree: true, attributeFilter: ['data-theme']});
  });
  await early.goto(at('en/index.html'));
  const seen = await early.evaluate(() => globalThis.seen);
  assert.deepEqual(seen.filter(([theme]) => theme === 'dark').length > 0 && seen[0][0], 'dark', 'no flash of the other theme');
  await early.close();
  await page.select('.theme select', 'system');
  assert.equal(await paper(page), light, 'back to what the system says');
  tried += 6;

  const due = await page.$eval('[data-after]', (note) => note.dataset.after);
  const told = async (day) => {
    const then = await browser.newPage();
    await then.evaluateOnNewDocument((now) => {
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) {
          super(...(given.length > 0 ? given : [now]));
        }
      };
    }, `${day}T12:00:00`);
    await then.goto(at('en/index.html'));
    const shown = await then.$eval('[data-after]', (note) => note.getClientRects().length > 0);
    await then.close();
    return shown;
  };
  const after = new Date(Date.parse(`${due}T00:00:00Z`) + 86400000).toISOString().slice(0, 10);
  assert.equal(await told(due), false, `not out of date on ${due} itself`);
  assert.equal(await told(after), true, `out of date on ${after}, in words`);
  tried += 2;

  await page.goto(`${at('en/metrics/index.html')}#main`);
  await Promise.all([page.waitForNavigation(), page.click('a.switch')]);
  assert.ok(page.url().endsWith('zh/metrics/index.html#main'), `the language switch keeps the place: ${page.url()}`);
  tried += 1;
} catch (error) {
  console.log(`script: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
if (!process.exitCode) console.log(`script: ${tried} promises kept`);
