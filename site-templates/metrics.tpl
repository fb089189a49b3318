{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{TITLE}}</h1>
<p class="intro">{{INTRO}}</p>
{{TABLE_HTML:none}}
<p class="soft"><a href="{{CSV}}">{{t_data_metrics}}</a></p>
</div>
