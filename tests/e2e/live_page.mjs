#!/usr/bin/env node
// live_page.mjs URL FILE TOOLS: an open page of `ferrotype serve` after each edit of FILE, its text, is what a page loaded anew would be, and
// what no edit touched is the same node as before. TOOLS has puppeteer-core (infra/site-check/fetch). FILE is written to.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';

const [url, file, tools] = process.argv.slice(2);
const puppeteer = createRequire(path.join(path.resolve(tools), 'package.json'))('puppeteer-core');
const executablePath = execFileSync('which', ['chromium'], {encoding: 'utf8'}).trim();
const head = name => `---\ntitle: After ${name}\nsummary: S.\ndate: 2026-11-20\nauthor: N.\nkeywords: [a]\n---\n\n`;
const edits = [
  ['a word', '## Part\n\nOne *new* paragraph.\n\nThe last one.\n'],
  ['a paragraph above', 'Before all.\n\n## Part\n\nOne new paragraph.\n\nThe last one.\n'],
  ['a table between', 'Before all.\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nOne new paragraph.\n\nThe last one.\n'],
  ['a cell', 'Before all.\n\n## Part\n\n| a | b |\n|---|---|\n| 1 | 3 |\n\nOne new paragraph.\n\nThe last one.\n'],
  ['a mistake', '## Part\n\nOne {metrik}`files` paragraph.\n\nThe last one.\n'],
  ['mended, with a list and a note', '## Part\n\n- one\n- two[^n]\n\n[^n]: Said aside.\n\nThe last one.\n'],
  ['another heading', '## Other part\n\n- one\n- two\n\nThe last one.\n'],
  ['so many that the page gets another shape', '## Other part\n\n- one\n\n### Deeper\n\n- two\n\nThe last one.\n', 'anew'],
  ['nearly nothing', 'The last one.\n'],
];
const browser = await puppeteer.launch({executablePath, args: ['--no-sandbox'], headless: true});
let failed = 0;
try {
  const open = await browser.newPage();
  const other = await browser.newPage();
  await open.goto(url, {waitUntil: 'load'});
  await open.evaluate(() => { document.querySelector('main').kept = true; });
  // The page's text as it is; where blocks stand in the file is no part of it.
  const shown = page => page.evaluate(() => {
    const main = document.querySelector('main').cloneNode(true);
    for (const mark of main.querySelectorAll('i[data-line]')) mark.remove();
    return main.innerHTML + document.querySelector('#live-notes').innerHTML + document.title;
  });
  for (const [name, body, anew] of edits) {
    await open.evaluate(() => { [...document.querySelectorAll('main p')].find(p => p.textContent === 'The last one.').seen = true; });
    fs.writeFileSync(file, head(name) + body);
    let mended = '', loaded = ' ';
    for (const end = Date.now() + 20000; mended !== loaded && Date.now() < end;) {
      await other.goto(url, {waitUntil: 'load'});
      loaded = await shown(other);
      mended = loaded.includes(`After ${name}`) ? await shown(open) : '';
    }
    const same = mended === loaded;
    const kept = anew || await open.evaluate(() => document.querySelector('main').kept && [...document.querySelectorAll('main p')].filter(p => p.seen).length === 1);
    console.log(`${same && kept ? 'ok  ' : 'FAIL'}  ${name}${same ? '' : ': the open page is another than one loaded anew'}${kept ? '' : ': what was the same was made anew'}`);
    if (!same || !kept) ++failed;
  }
} finally {
  await browser.close();
}
process.exit(failed ? 1 : 0);
