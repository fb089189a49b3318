{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ferrotype 铁版</title>
<meta name="description" content="How Rust is entering the Linux kernel, measured release by release. 逐个版本实测 Rust 如何进入 Linux 内核。">
<meta name="color-scheme" content="light dark">
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
</head>
<body class="chooser">
<main>
<h1>Ferrotype <span lang="zh-Hans">铁版</span></h1>
<ul>
{{#LANGUAGE}}
<li lang="{{TAG}}"><a rel="alternate" href="{{URL}}" hreflang="{{TAG}}"><span class="value">{{NAME}}</span> <span class="label">{{WORDS}}</span></a></li>
{{/LANGUAGE}}
</ul>
</main>
</body>
</html>
