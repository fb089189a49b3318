{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{TITLE}}</h1>
<p class="intro">{{INTRO}}</p>
{{#NONE}}
<p>{{t_none_yet}}</p>
{{/NONE}}
<ul class="cards wide">
{{#ITEM}}
<li><h2><a href="{{URL}}">{{TITLE_HTML:none}}</a></h2>
<p>{{SUMMARY_HTML:none}}</p>
<p class="soft">{{DATE_HTML:none}}</p></li>
{{/ITEM}}
</ul>
</div>
