{{%AUTOESCAPE context="HTML"}}
<div class="page text">
{{#FOREIGN}}
<p class="note foreign">{{t_foreign_notice}}</p>
{{/FOREIGN}}
{{#AGED}}
<p class="note aged">{{AGED_HTML:none}}</p>
{{/AGED}}
<article lang="{{TEXT_LANG}}">
{{#HEAD}}
<header class="head">
<p class="kind">{{KIND}}</p>
<h1>{{TITLE_HTML:none}}</h1>
<p class="lead">{{SUMMARY_HTML:none}}</p>
<p class="byline">{{AUTHOR}}{{#BOTH}} <span class="dot">·</span> {{/BOTH}}{{DATE_HTML:none}}</p>
</header>
{{/HEAD}}
{{#CONTENTS}}
<nav class="contents" aria-label="{{t_contents}}">
<ul>
{{#ITEM}}
<li><a href="#{{ANCHOR}}">{{LABEL_HTML:none}}</a></li>
{{/ITEM}}
</ul>
</nav>
{{/CONTENTS}}
<div class="prose">
{{TEXT_HTML:none}}
</div>
</article>
{{#OWNERS}}
<section aria-labelledby="owner-table">
<h2 id="owner-table">{{t_owner_rules_title}}</h2>
{{TABLE_HTML:none}}
</section>
{{/OWNERS}}
<p class="soft bound-to">{{BOUND_TO}}</p>
</div>
