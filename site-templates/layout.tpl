{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';{{#MATHS_POLICY}} font-src 'self';{{/MATHS_POLICY}} connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} · {{SITE}}</title>
<meta name="description" content="{{DESCRIPTION}}">
<meta name="color-scheme" content="light dark">
{{#NOINDEX}}
<meta name="robots" content="noindex">
{{/NOINDEX}}
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
{{#MATHS}}
<link rel="stylesheet" href="{{MATHS_STYLE}}">
{{/MATHS}}
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
{{#FEED_LINKS_HEAD}}
<link rel="alternate" type="application/rss+xml" title="{{FEED_TITLE}}" href="{{RSS}}">
<link rel="alternate" type="application/atom+xml" title="{{FEED_TITLE}}" href="{{ATOM}}">
<link rel="alternate" type="application/feed+json" title="{{FEED_TITLE}}" href="{{JSON_FEED}}">
{{/FEED_LINKS_HEAD}}
</head>
<body>
<a class="skip" href="#main">{{t_skip}}</a>
<header class="top">
<div class="bar-in">
<a class="brand" href="{{HOME}}">{{SITE_HTML:none}}</a>
<nav aria-label="{{t_nav_label}}">
<ul>
{{#NAV}}
<li><a href="{{URL}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a></li>
{{/NAV}}
</ul>
</nav>
<div class="tools">
<a class="find" href="{{SEARCH}}"{{#SEARCHING}} aria-current="true"{{/SEARCHING}}>{{t_nav_search}}</a>
<label class="theme"><span class="quiet">{{t_theme}}</span> <select><option value="system">{{t_theme_system}}</option><option value="light">{{t_theme_light}}</option><option value="dark">{{t_theme_dark}}</option></select></label>
{{#SWITCH}}
<a class="switch" rel="alternate" href="{{URL}}" hreflang="{{TAG}}" lang="{{TAG}}">{{LABEL}}</a>
{{/SWITCH}}
</div>
</div>
</header>
<main id="main">
{{#STALE}}
<p class="stale bar-in" data-after="{{DUE}}" hidden><strong>{{t_stale_label}}</strong> {{STALE_HTML:none}}</p>
{{/STALE}}
{{#CRUMBS}}
<nav class="crumb bar-in" aria-label="{{t_crumbs}}">
<ol>
{{#CRUMB}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/CRUMB}}
</ol>
</nav>
{{/CRUMBS}}
{{PLATE_HTML:none}}
{{BODY_HTML:none}}
{{#WAYS}}
<nav class="ways bar-in" aria-label="{{t_ways}}">
<div class="ways-in">
{{#WAY_BEFORE}}
<a rel="prev" href="{{URL}}"><span>{{t_way_before}}</span> {{LABEL}}</a>
{{/WAY_BEFORE}}
{{#WAY_AFTER}}
<a rel="next" href="{{URL}}"><span>{{t_way_after}}</span> {{LABEL}}</a>
{{/WAY_AFTER}}
</div>
</nav>
{{/WAYS}}
</main>
<footer class="bottom">
<div class="bar-in">
<p class="stamp">{{STAMP_HTML:none}}</p>
<ul class="links">
{{#FOOT}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/FOOT}}
{{#FEED_LINKS}}
<li><a href="{{RSS}}">RSS</a></li>
<li><a href="{{ATOM}}">Atom</a></li>
<li><a href="{{JSON_FEED}}">JSON Feed</a></li>
{{/FEED_LINKS}}
</ul>
<p class="soft">{{t_license}}</p>
</div>
</footer>
</body>
</html>
