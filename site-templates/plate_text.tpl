{{%AUTOESCAPE context="HTML"}}
<section class="plate text" aria-labelledby="title">
<div class="plate-in" lang="{{TEXT_LANG}}">
<div class="plate-words">
<p class="kicker">{{KIND}}</p>
<h1 id="title">{{TITLE_HTML:none}}</h1>
<p class="lead">{{SUMMARY_HTML:none}}</p>
<p class="byline">{{AUTHOR}}{{#BOTH}} <span class="dot">·</span> {{/BOTH}}{{DATE_HTML:none}}</p>
</div>
{{#DRIVERS}}
<div class="plate-side" lang="{{PAGE_LANG}}">
<p class="number">{{NUMBER}}</p>
<p class="number-words">{{NUMBER_HTML:none}}</p>
<div class="picture">
<p class="picture-unit">{{PICTURE_UNIT}}</p>
{{PICTURE_HTML:none}}
</div>
<ul class="facts">
{{#FACT}}
<li><span class="value">{{VALUE}}</span> <span class="label">{{LABEL}}</span></li>
{{/FACT}}
</ul>
</div>
{{/DRIVERS}}
</div>
</section>
