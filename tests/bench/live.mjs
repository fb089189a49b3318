#!/usr/bin/env node
// live.mjs URL FILE TOOLS [TIMES]: how long a reader of URL (a page of `ferrotype serve`) waits from the moment FILE, its text, is saved
// until the page in a real Chromium, loaded anew or mended in place, has painted the new words. TOOLS has puppeteer-core (infra/site-check/fetch). FILE is put back.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {execFileSync} from 'node:child_process';

const [url, file, toolsFolder, times = '20'] = process.argv.slice(2);
if (!toolsFolder) {
  console.error('usage: live.mjs URL FILE TOOLS [TIMES]');
  process.exit(2);
}
const puppeteer = createRequire(path.join(path.resolve(toolsFolder), 'package.json'))('puppeteer-core');
const executablePath = execFileSync('which', ['chromium'], {encoding: 'utf8'}).trim();
const browser = await puppeteer.launch({executablePath, args: ['--no-sandbox'], headless: true});
const before = fs.readFileSync(file, 'utf8');
const waits = [];
try {
  const page = await browser.newPage();
  let arrived;
  // The first frame after the words came into the document, in whichever document that is; told once it was painted.
  await page.exposeFunction('ferrotypeArrived', words => arrived(words));
  await page.evaluateOnNewDocument(() => {
    let last = '';
    new MutationObserver(() => {
      const found = document.querySelector('main')?.textContent.match(/Saved-[0-9]+-times/);
      if (!found || found[0] === last) return;
      last = found[0];
      requestAnimationFrame(() => setTimeout(() => globalThis.ferrotypeArrived(last), 0));
    }).observe(document, {childList: true, subtree: true});
  });
  await page.goto(url, {waitUntil: 'load'});
  for (let i = 0; i < Number(times); ++i) {
    await new Promise(done => setTimeout(done, 1500));  // whatever renders behind the scenes is done
    const words = `Saved-${i}-times`;
    const there = new Promise(done => { arrived = found => found === words && done(); });
    const saved = performance.now();
    fs.writeFileSync(file, before.replace(/(\n---\n)/, `$1${words}.\n\n`));
    await there;
    waits.push(performance.now() - saved);
  }
} finally {
  fs.writeFileSync(file, before);
  await browser.close();
}
waits.sort((a, b) => a - b);
const at = share => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))].toFixed(0);
console.log(`${waits.length} saves: median ${at(0.5)} ms, 9 in 10 within ${at(0.9)} ms, longest ${at(1)} ms`);
