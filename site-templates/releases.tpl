{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{TITLE}}</h1>
<p class="intro">{{INTRO}}</p>
{{#NONE}}
<p>{{t_nothing_measured}}</p>
{{/NONE}}
{{TABLE_HTML:none}}
<p class="soft"><a href="{{DATA}}">{{t_link_releases_json}}</a></p>
{{FIGURE_HTML:none}}
</div>
