{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{STYLE_HASH}}'; script-src 'sha256-{{SCRIPT_HASH}}'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{MISSING_TITLE}} · {{SITE}}</title>
<meta name="description" content="{{MISSING_TITLE}}">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<style>{{STYLE_HTML:none}}</style>
</head>
<body>
<main>
<h1>{{MISSING_HTML:none}}</h1>
<ul>
{{#WAY_BACK}}
<li lang="{{TAG}}"><a rel="alternate" href="{{URL}}" hreflang="{{TAG}}"><span class="value">{{NAME}}</span> <span class="label">{{BACK}}</span></a></li>
{{/WAY_BACK}}
</ul>
</main>
<script id="seek">{{SCRIPT_HTML:none}}</script>
</body>
</html>
