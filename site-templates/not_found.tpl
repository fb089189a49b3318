{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found · 未找到 · Ferrotype 铁版</title>
<meta name="description" content="There is no such page. 没有这个页面。">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
</head>
<body class="chooser">
<main>
<h1>There is no such page <span lang="zh-Hans">没有这个页面</span></h1>
<ul>
{{#LANGUAGE}}
<li lang="{{TAG}}"><a rel="alternate" href="{{URL}}" hreflang="{{TAG}}"><span class="value">{{NAME}}</span> <span class="label">{{BACK}}</span></a></li>
{{/LANGUAGE}}
</ul>
</main>
</body>
</html>
