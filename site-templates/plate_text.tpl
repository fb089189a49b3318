{{%AUTOESCAPE context="HTML"}}
<section class="plate text" aria-labelledby="title">
<div class="plate-in" lang="{{TEXT_LANG}}">
<div class="plate-words">
<p class="kicker">{{KIND}}</p>
<h1 id="title">{{TITLE_HTML:none}}</h1>
<p class="lead">{{SUMMARY_HTML:none}}</p>
<p class="byline">{{AUTHOR}}{{#BOTH}} <span class="dot">·</span> {{/BOTH}}{{DATE_HTML:none}}</p>
</div>
</div>
</section>
