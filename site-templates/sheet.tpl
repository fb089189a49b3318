{{%AUTOESCAPE context="HTML"}}
<div class="page sheet">
{{#CRUMBS}}
<nav class="crumb" aria-label="{{t_crumbs}}">
<ol>
{{#CRUMB}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/CRUMB}}
</ol>
</nav>
{{/CRUMBS}}
<h1>{{TITLE_HTML:none}}</h1>
{{#INTRO}}
<p class="intro">{{INTRO_HTML:none}}</p>
{{/INTRO}}
{{#FACTS}}
<dl class="pairs">
{{#FACT}}
<dt>{{NAME}}</dt><dd>{{VALUE_HTML:none}}</dd>
{{/FACT}}
</dl>
{{/FACTS}}
{{#CONTENTS}}
<nav class="contents" aria-label="{{t_contents}}">
<ul>
{{#ENTRY}}
<li><a href="{{URL}}">{{LABEL}}</a></li>
{{/ENTRY}}
</ul>
</nav>
{{/CONTENTS}}
{{#SECTION}}
<section>
<h2 id="{{ID}}">{{HEADING}}</h2>
{{BODY_HTML:none}}
</section>
{{/SECTION}}
{{#WAYS}}
<nav class="ways" aria-label="{{t_ways}}">
{{#BEFORE}}
<a rel="prev" href="{{URL}}"><span>{{t_way_before}}</span> {{LABEL}}</a>
{{/BEFORE}}
{{#AFTER}}
<a rel="next" href="{{URL}}"><span>{{t_way_after}}</span> {{LABEL}}</a>
{{/AFTER}}
</nav>
{{/WAYS}}
</div>
