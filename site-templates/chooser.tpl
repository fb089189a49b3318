{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{SITE}}</title>
<meta name="description" content="{{DESCRIPTION}}">
{{#ONLY}}
<meta http-equiv="refresh" content="0; url={{URL}}">
<link rel="canonical" href="{{URL}}">
{{/ONLY}}
<meta name="color-scheme" content="light dark">
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
</head>
<body class="chooser">
<main>
<h1>{{SITE_HTML:none}}</h1>
<ul>
{{#LANGUAGE}}
<li lang="{{TAG}}"><a rel="alternate" href="{{URL}}" hreflang="{{TAG}}"><span class="value">{{NAME}}</span> <span class="label">{{WORDS_HTML:none}}</span></a></li>
{{/LANGUAGE}}
</ul>
</main>
</body>
</html>
