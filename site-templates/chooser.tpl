{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ferrotype 铁版</title>
<meta name="description" content="How Rust is entering the Linux kernel, measured release by release. 逐个版本实测 Rust 如何进入 Linux 内核。">
<meta name="color-scheme" content="light dark">
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="alternate" hreflang="en" href="en/index.html">
<link rel="alternate" hreflang="zh-Hans" href="zh/index.html">
</head>
<body class="chooser">
<main>
<h1>Ferrotype <span lang="zh-Hans">铁版</span></h1>
<ul>
<li><a href="en/index.html" hreflang="en"><span class="value">English</span> <span class="label">How Rust is entering the Linux kernel, measured release by release</span></a></li>
<li lang="zh-Hans"><a href="zh/index.html" hreflang="zh-Hans"><span class="value">简体中文</span> <span class="label">Rust 如何进入 Linux 内核：逐个版本实测</span></a></li>
</ul>
</main>
</body>
</html>
