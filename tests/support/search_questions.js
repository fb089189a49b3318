// search_questions.js SITE LANG: runs the site's own search, the files as they are shipped, over questions (a JSON list
// on standard input, or with --tokens over texts) and prints a JSON list of what it found.
"use strict";
const fs = require("fs");
const path = require("path");
const vm = require("vm");
const zlib = require("zlib");

function fromPage(site, lang) {
  const page = path.join(site, lang, "search/index.html");
  const html = fs.readFileSync(page, "utf8");
  const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map((m) => path.resolve(path.dirname(page), m[1]));
  const shards = path.resolve(path.dirname(page), /data-shards="([^"]+)"/.exec(html)[1]);
  return { scripts: scripts.filter((s) => /search/.test(s)), shards };
}

const input = JSON.parse(fs.readFileSync(0, "utf8"));
if (process.argv[2] === "--tokens") {
  const context = vm.createContext({});
  vm.runInContext(fs.readFileSync(process.argv[3], "utf8"), context);
  const answers = input.map((text) => context.ferrotypeSearch.tokens(text).map(([kind, token]) => kind + ":" + token));
  process.stdout.write(JSON.stringify(answers));
} else {
  const { scripts, shards } = fromPage(process.argv[2], process.argv[3]);
  const answers = input.map((question) => {
    // Nothing is remembered between questions: the bytes are those of a reader's first.
    const context = vm.createContext({});
    let bytes = 0;
    const run = (file) => {
      const text = fs.readFileSync(file);
      vm.runInContext(text.toString("utf8"), context);
      return zlib.gzipSync(text, { level: 9 }).length;
    };
    const page = scripts.map(run).reduce((a, b) => a + b, 0);
    const load = (id, then) => {
      bytes += run(path.join(shards, id + ".js"));
      then();
    };
    let things = [], count = 0;
    context.ferrotypeSearch.find(question, load, (numbers) => {
      count = numbers.length;
      context.ferrotypeSearch.describe(numbers.slice(0, 10), load, (list) => { things = list; });
    });
    return { question, count, page, bytes, urls: things.map((t) => t.url), titles: things.map((t) => t.title) };
  });
  process.stdout.write(JSON.stringify(answers));
}
