{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} · Ferrotype 铁版</title>
<meta name="description" content="{{DESCRIPTION}}">
<meta name="color-scheme" content="light dark">
{{#NOINDEX}}
<meta name="robots" content="noindex">
{{/NOINDEX}}
<link rel="stylesheet" href="{{STYLE}}">
<link rel="alternate" hreflang="en" href="{{EN}}">
<link rel="alternate" hreflang="zh-Hans" href="{{ZH}}">
<link rel="alternate" hreflang="x-default" href="{{CHOOSER}}">
{{#FEED_LINKS_HEAD}}
<link rel="alternate" type="application/rss+xml" title="{{t_feed_all}}" href="{{RSS}}">
<link rel="alternate" type="application/atom+xml" title="{{t_feed_all}}" href="{{ATOM}}">
{{/FEED_LINKS_HEAD}}
</head>
<body>
<a class="skip" href="#main">{{t_skip}}</a>
<header class="top">
<div class="bar-in">
<a class="brand" href="{{HOME}}">Ferrotype <span lang="zh-Hans">铁版</span></a>
<nav aria-label="{{t_nav_label}}">
<ul>
{{#NAV}}
<li><a href="{{URL}}"{{#CURRENT}} aria-current="true"{{/CURRENT}}>{{LABEL}}</a></li>
{{/NAV}}
</ul>
</nav>
<a class="switch" href="{{OTHER}}" hreflang="{{OTHER_LANG}}" lang="{{OTHER_LANG}}">{{t_switch}}</a>
</div>
</header>
<main id="main">
{{PLATE_HTML:none}}
{{BODY_HTML:none}}
</main>
<footer class="bottom">
<div class="bar-in">
<p class="stamp">{{STAMP_HTML:none}}</p>
<ul class="links">
{{#FOOT}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/FOOT}}
<li><a href="{{DATA}}">{{t_data_releases}}</a></li>
<li><a href="{{METRICS_CSV}}">{{t_data_metrics}}</a></li>
{{#FEED_LINKS}}
<li><a href="{{RSS}}">RSS</a></li>
<li><a href="{{ATOM}}">Atom</a></li>
{{/FEED_LINKS}}
</ul>
<p class="soft">{{t_license}}</p>
</div>
</footer>
</body>
</html>
