{{%AUTOESCAPE context="HTML"}}
<!doctype html>
<html lang="{{LANG}}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={{URL}}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{t_redirect_title}} · {{SITE}}</title>
<meta name="description" content="{{t_redirect_title}}">
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<script src="{{SCRIPT}}"></script>
<link rel="stylesheet" href="{{STYLE}}">
<link rel="icon" type="image/svg+xml" href="{{ICON}}">
<link rel="canonical" href="{{URL}}">
</head>
<body class="chooser">
<main>
<h1>{{t_redirect_title}}</h1>
<ul>
<li><a href="{{URL}}"><span class="value">{{t_redirect_link}}</span> <span class="label">{{URL}}</span></a></li>
</ul>
</main>
</body>
</html>
