{{%AUTOESCAPE context="HTML"}}
<div class="page sheet">
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
</div>
