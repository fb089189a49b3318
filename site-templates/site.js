// Everything that pages do with JavaScript; all of them are complete without it. In the head, so that a reader's own theme is there
// before the first paint. A classic script: modules don't load from file://.
(function () {
  'use strict';
  var root = document.documentElement;
  var KEY = 'ferrotype-theme';

  function kept() {
    try { return window.localStorage.getItem(KEY); } catch (error) { return null; }
  }
  function keep(theme) {
    try {
      if (theme === 'system') window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, theme);
    } catch (error) { /* storage is switched off: the choice holds for this page */ }
  }
  function show(theme) {
    if (theme === 'light' || theme === 'dark') root.setAttribute('data-theme', theme);
    else root.removeAttribute('data-theme');
  }
  show(kept());
  root.classList.add('js');

  function offerThemes() {
    var choice = document.querySelector('.theme select');
    if (!choice) return;
    choice.value = root.getAttribute('data-theme') || 'system';
    choice.addEventListener('change', function () {
      keep(choice.value);
      show(choice.value);
    });
    // Another tab of this site chose.
    window.addEventListener('storage', function (event) {
      if (event.key !== KEY) return;
      show(event.newValue);
      choice.value = root.getAttribute('data-theme') || 'system';
    });
  }

  // A page can't know today's date when it is made. The words stand in it, hidden until their day.
  function tellAge() {
    var now = new Date();
    var today = now.getFullYear() + '-' + ('0' + (now.getMonth() + 1)).slice(-2) + '-' + ('0' + now.getDate()).slice(-2);
    var notes = document.querySelectorAll('[data-after]');
    for (var i = 0; i < notes.length; ++i) {
      if (today > notes[i].getAttribute('data-after')) notes[i].hidden = false;
    }
  }

  // Paths and anchors are the same in both languages: whoever changes the language stays at the section at hand.
  function keepPlace() {
    var ways = document.querySelectorAll('a.switch');
    for (var i = 0; i < ways.length; ++i) {
      ways[i].addEventListener('click', function () {
        if (window.location.hash) this.hash = window.location.hash;
      });
    }
  }

  // What lies folded is opened where a link leads into it, and on paper.
  function unfold() {
    var id = '';
    try { id = decodeURIComponent(window.location.hash.slice(1)); } catch (error) { return; }
    for (var at = id && document.getElementById(id); at; at = at.parentElement) {
      if (at.tagName === 'DETAILS') at.open = true;
    }
  }
  function unfoldForPrint() {
    var folded = document.querySelectorAll('details.print:not([open])');
    for (var i = 0; i < folded.length; ++i) folded[i].open = true;
  }

  document.addEventListener('DOMContentLoaded', function () {
    offerThemes();
    tellAge();
    keepPlace();
    unfold();
    window.addEventListener('hashchange', unfold);
    window.addEventListener('beforeprint', unfoldForPrint);
  });
}());
