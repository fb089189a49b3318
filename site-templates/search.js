// Search: a classic script, so that it works from file:// and under script-src 'self'. The index is made by
// services/renderer/search; what a text is found by must be the same there and here (tests/golden/search).
(function (root) {
  "use strict";

  // ---- What a text can be found by: [kind, token, number of its whole, number of its name], kinds w (whole), n (name),
  // p (part), h (Han)
  var SILENT = " a an and are as at be by do does for from has have how in into is it its of on or that the there this to was were what when where which who with ".split(" ");
  var LONGEST = 64;

  function isHan(c) {
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) || c === 0x3005 || c === 0x3007 || (c >= 0x20000 && c <= 0x3ffff);
  }
  function isOther(c) {
    return (c >= 0xc0 && c <= 0x24f && c !== 0xd7 && c !== 0xf7) || (c >= 0x370 && c <= 0x1fff) ||
      (c >= 0x3041 && c <= 0x30ff && c !== 0x30fb) || (c >= 0xac00 && c <= 0xd7af);
  }
  function lower(s) {
    return s.replace(/[A-Z]/g, function (c) { return c.toLowerCase(); });
  }
  function singular(w) {
    if (!/^[a-z]{3,}s$/.test(w) || /(ss|us|is)$/.test(w)) return w;
    return w.length > 4 && /ies$/.test(w) ? w.slice(0, -3) + "y" : w.slice(0, -1);
  }

  function tokens(text) {
    var out = [], wholes = 0, named = 0;
    function add(kind, token) {
      if (token) out.push([kind, token.slice(0, LONGEST), wholes, named]);
    }
    function addName(name, alone) {
      named++;
      var low = lower(name);
      var parts = /^[vV][0-9.]+$/.test(name) ? [low.slice(1)]
        : lower(name.replace(/([a-z])(?=[A-Z])/g, "$1_").replace(/([A-Z])(?=[A-Z][a-z])/g, "$1_")).split("_").filter(Boolean);
      if (parts.length !== 1 || parts[0] !== low) add("n", low);
      else if (alone && SILENT.indexOf(low) > 0) return;
      parts.forEach(function (part) { add("p", singular(part)); });
    }
    var clean = text.normalize("NFKD").replace(/[\u0300-\u036f\u3099\u309a]/g, "");
    var at = 0;
    function name() {
      // A point joins digits ("7.2.13"); between other characters it joins names ("lib.rs").
      var from = at;
      while (at < clean.length && (/[A-Za-z0-9_]/.test(clean[at]) ||
        (clean[at] === "." && at > from && /[0-9]/.test(clean[at - 1]) && /[0-9]/.test(clean[at + 1] || "")))) at++;
      return clean.slice(from, at);
    }
    function run(of) {
      var cs = [];
      for (var c; at < clean.length && of(c = clean.codePointAt(at)); at += c > 0xffff ? 2 : 1) cs.push(String.fromCodePoint(c));
      return cs;
    }
    while (at < clean.length) {
      var c = clean.codePointAt(at);
      if (/[A-Za-z0-9_]/.test(clean[at])) {
        var begin = at, list = [name()], joiner;
        while ((joiner = /^(?:::|[\/.-])(?=[A-Za-z0-9_])/.exec(clean.substr(at, 3)))) {
          at += joiner[0].length;
          list.push(name());
        }
        wholes++;
        if (list.length > 1) add("w", lower(clean.slice(begin, at)));
        for (var i = 0; i < list.length; i++) addName(list[i], list.length === 1);
      } else if (isHan(c)) {
        var han = run(isHan);
        wholes++;
        named++;
        if (han.length === 1) add("h", han[0]);
        for (var k = 0; k + 1 < han.length; k++) add("h", han[k] + han[k + 1]);
      } else if (isOther(c)) {
        wholes++;
        named++;
        out.push(["p", run(isOther).slice(0, LONGEST).join(""), wholes, named]);
      } else {
        at += c > 0xffff ? 2 : 1;
      }
    }
    return out;
  }

  // ---- The index
  var index = null, shards = {}, waiting = {};
  root.ferrotypeIndex = function (directory) {
    index = directory;
    if (root.document) start();
  };
  root.ferrotypeShard = function (id, data) { shards[id] = data; };

  // Pages before, their kind: how much a find of a kind counts.
  var PRIOR = [1.1, 1.25, 1.25, 1.1, 1, 1.1, 1.15, 1.15, 1.15, 1.2, 1.1, 0.95, 0.7];
  var MOST_SHARDS = 10;

  function last(list, fits) { // number of the last entry that fits; entries that fit come first
    var low = 0, high = list.length;
    while (low < high) {
      var mid = (low + high) >> 1;
      if (fits(list[mid])) low = mid + 1; else high = mid;
    }
    return low - 1;
  }

  // load(id, then) brings a shard; then() is called when it is there, or can't be had.
  function loadAll(ids, load, then) {
    var missing = ids.filter(function (id) { return !(id in shards); }), left = missing.length;
    if (!left) return then();
    missing.forEach(function (id) { load(id, function () { if (--left === 0) then(); }); });
  }

  function postings(line, factor, into) {
    var number = 0, step = /([0-9a-z]*)([A-P])/g, m;
    while ((m = step.exec(line))) {
      number += m[1] ? parseInt(m[1], 36) : 1;
      var weight = (m[2].charCodeAt(0) - 64) * factor;
      if (!(into[number] >= weight)) into[number] = weight;
    }
  }

  // What `token` is found in: {number: weight}; words that begin with it count less.
  function found(token, shardIds, prefix) {
    var into = {};
    shardIds.forEach(function (id) {
      var shard = "\n" + (shards[id] || ""), at, end;
      if ((at = shard.indexOf("\n" + token + " ")) >= 0) {
        at += token.length + 2;
        postings(shard.slice(at, shard.indexOf("\n", at)), 1, into);
      }
      for (at = shard.indexOf("\n" + token), end = 0; prefix && at >= 0 && end < 40; at = shard.indexOf("\n" + token, at + 1), end++) {
        var line = shard.slice(at + 1, shard.indexOf("\n", at + 1)), gap = line.indexOf(" ");
        if (gap > token.length) postings(line.slice(gap + 1), prefix * token.length / gap, into);
      }
    });
    return into;
  }

  // Calls then(numbers of what is found, best first).
  function find(query, load, then) {
    var list = tokens(query), wanted = [], ids = [];
    list.forEach(function (token, i) {
      var at = last(index.terms, function (entry) { return entry[0] <= token[1]; });
      var mine = [index.terms[at][1]];
      var next = index.terms[at + 1];
      if (next && next[0].indexOf(token[1]) === 0) mine.push(next[1]);
      var more = mine.filter(function (id) { return ids.indexOf(id) < 0; });
      if (ids.length + more.length > MOST_SHARDS) return;
      ids = ids.concat(more);
      wanted.push({ kind: token[0], text: token[1], whole: token[2], name: token[3], shards: mine, last: i === list.length - 1 });
    });
    loadAll(ids, load, function () {
      var scores = {}, covered = {}, all = 0, whole = {}, name = {};
      wanted.forEach(function (token) {
        var bonus = token.kind === "w" || token.kind === "n", alone = token.kind === "h" && token.text.length === 1;
        var at = found(token.text, token.shards, token.kind === "n" ? 0.4 : alone ? 0.8
          : token.kind !== "p" || token.text.length < 2 ? 0 : token.last ? 0.6 : 0.5);
        var numbers = Object.keys(at), rare = Math.log(1 + index.n / (numbers.length || 0.5));
        numbers.forEach(function (number) { scores[number] = (scores[number] || 0) + rare * at[number] * (bonus ? 2 : 1); });
        if (token.kind === "w") whole = { of: token.whole, at: at };
        if (token.kind === "n") name = { of: token.name, at: at };
        if (bonus) return;
        // Who has the name has its parts.
        var there = Object.assign({}, whole.of === token.whole && whole.at, name.of === token.name && name.at, at);
        all += rare;
        Object.keys(there).forEach(function (number) { covered[number] = (covered[number] || 0) + rare; });
      });
      then(Object.keys(scores).map(function (number) {
        var share = all ? (covered[number] || 0) / all : 1;
        var block = index.titles[last(index.titles, function (entry) { return entry[0] <= number; })];
        return { number: +number, score: scores[number] * share * share * PRIOR[block[1]] };
      }).filter(function (a) { return a.score > 0; }).sort(function (a, b) { return b.score - a.score || a.number - b.number; })
        .map(function (a) { return a.number; }));
    });
  }

  // Calls then([{title, url, words, kind}]) for these numbers.
  function describe(numbers, load, then) {
    var blocks = numbers.map(function (number) { return index.titles[last(index.titles, function (entry) { return entry[0] <= number; })]; });
    var ids = blocks.map(function (b) { return b[2]; }).filter(function (id, i, every) { return every.indexOf(id) === i; });
    loadAll(ids, load, function () {
      then(numbers.map(function (number, i) {
        var entry = (shards[blocks[i][2]] || [])[number - blocks[i][0]];
        return entry && { title: entry[0], url: entry[1], words: entry[2] || "", kind: blocks[i][1] };
      }).filter(Boolean));
    });
  }

  root.ferrotypeSearch = { tokens: tokens, find: find, describe: describe };

  // ---- The page
  function start() {
    var form = document.getElementById("search-form");
    if (!form) return;
    var box = document.getElementById("search-box"), status = document.getElementById("search-status");
    var results = document.getElementById("search-results"), more = document.getElementById("search-more");
    var PAGE = 10, now = 0, failed = false, numbers = [], shown = 0;

    function load(id, then) {
      if (waiting[id]) return waiting[id].push(then);
      waiting[id] = [then];
      var script = document.createElement("script");
      function end() {
        var all = waiting[id];
        delete waiting[id];
        script.remove();
        all.forEach(function (f) { f(); });
      }
      script.onload = end;
      script.onerror = function () { failed = true; end(); };
      script.src = form.dataset.shards + id + ".js";
      document.head.appendChild(script);
    }

    function element(name, className, text) {
      var e = document.createElement(name);
      if (className) e.className = className;
      if (text) e.textContent = text;
      return e;
    }

    function show(turn, focus) {
      describe(numbers.slice(shown, shown + PAGE), load, function (things) {
        if (turn !== now) return;
        var first = null;
        things.forEach(function (thing) {
          var item = element("li"), link = element("a", "", ""), name = thing.kind === 8 || thing.kind === 9 || thing.kind === 11;
          link.href = form.dataset.root + thing.url;
          link.appendChild(element(name ? "code" : "span", "", thing.title));
          item.appendChild(link);
          item.appendChild(document.createTextNode(" "));
          item.appendChild(element("span", "kind", index.kinds[thing.kind]));
          if (thing.words) item.appendChild(element("p", "", thing.words));
          results.appendChild(item);
          first = first || link;
        });
        shown += PAGE;
        more.hidden = shown >= numbers.length;
        if (focus && first) first.focus();
      });
    }

    function search() {
      var turn = ++now, query = box.value.trim();
      try { history.replaceState(null, "", query ? "#q=" + encodeURIComponent(query) : "#"); } catch (e) { /* the address stays as it is */ }
      failed = false;
      find(query, load, function (list) {
        if (turn !== now) return;
        numbers = list.slice(0, 100);
        shown = 0;
        results.textContent = "";
        more.hidden = true;
        status.textContent = !query ? "" : failed ? form.dataset.failed : numbers.length ? form.dataset.some.replace("#", list.length) : form.dataset.none;
        show(turn, false);
      });
    }

    function asked() {
      var m = /[#?&]q=([^&#]*)/.exec(location.hash) || /[?&]q=([^&#]*)/.exec(location.search);
      try { return m ? decodeURIComponent(m[1].replace(/\+/g, " ")) : ""; } catch (e) { return ""; }
    }

    var timer = 0;
    box.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(search, 120); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(timer);
      search();
      var first = results.querySelector("a");
      if (first) first.focus();
    });
    more.addEventListener("click", function () { show(now, true); });
    // Arrows go through the results and back into the box, Escape goes there from anywhere.
    document.addEventListener("keydown", function (event) {
      var links = Array.prototype.slice.call(results.querySelectorAll("a")), at = links.indexOf(document.activeElement);
      var there = at >= 0 || document.activeElement === box;
      if (event.key === "ArrowDown" && there && at + 1 < links.length) links[at + 1].focus();
      else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || box).focus();
      else if (event.key === "Escape" && at >= 0) box.focus();
      else return;
      event.preventDefault();
    });
    window.addEventListener("hashchange", function () { if (asked() !== box.value.trim()) { box.value = asked(); search(); } });
    form.hidden = false;
    box.value = asked();
    if (box.value) search(); else box.focus();
  }
})(typeof window === "object" ? window : globalThis);
