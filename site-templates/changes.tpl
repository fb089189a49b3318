{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{t_changes_title}}</h1>
<p class="intro">{{t_changes_intro}}</p>
{{#FIRST}}
<p>{{t_changes_first}}</p>
{{/FIRST}}
{{#NOTHING}}
<p>{{t_changes_nothing}}</p>
{{/NOTHING}}
{{#TABLE}}
<h2 id="{{ID}}">{{HEAD}}</h2>
{{TABLE_HTML:none}}
{{/TABLE}}
{{#LIST}}
<h2 id="{{ID}}">{{HEAD}}</h2>
<ul>
{{#ITEM}}
<li>{{ITEM_HTML:none}}</li>
{{/ITEM}}
</ul>
{{/LIST}}
<p class="soft"><a href="{{TEXT}}">{{t_changes_text}}</a></p>
</div>
