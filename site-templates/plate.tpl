{{%AUTOESCAPE context="HTML"}}
<section class="plate" aria-labelledby="verdict">
<div class="plate-in">
<div class="plate-words">
<p class="kicker">{{KICKER_HTML:none}}</p>
<h1 id="verdict">{{SENTENCE}}</h1>
<p class="number"><a href="{{NUMBER_URL}}">{{NUMBER}}</a></p>
<p class="number-words">{{NUMBER_WORDS}}</p>
</div>
<div class="plate-side">
<div class="picture">
<p class="picture-unit">{{PICTURE_UNIT}}</p>
{{PICTURE_HTML:none}}
</div>
<ul class="facts">
{{#FACT}}
<li><a class="fact" href="{{URL}}"><span class="value">{{VALUE}}</span> <span class="change">{{CHANGE}}</span></a> <span class="label">{{LABEL}}</span></li>
{{/FACT}}
</ul>
<p class="since">{{SINCE_HTML:none}}</p>
</div>
</div>
</section>
