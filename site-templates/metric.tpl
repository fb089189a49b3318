{{%AUTOESCAPE context="HTML"}}
<div class="page">
<h1>{{TITLE}}</h1>
<p class="intro" id="definition">{{DEFINITION}}</p>
<dl class="pairs">
<dt>{{t_metric_id}}</dt><dd><code>{{ID}}</code></dd>
<dt>{{t_unit}}</dt><dd>{{UNIT}}</dd>
<dt>{{t_rule_version_label}}</dt><dd>{{VERSION}}</dd>
<dt>{{t_release_downloads}}</dt><dd><a href="{{CSV}}">CSV</a> <span class="dot">·</span> <a href="{{JSON}}">JSON</a></dd>
<dt>{{t_cite}}</dt><dd>{{CITE}}</dd>
</dl>
<div id="history">
{{HISTORY_HTML:none}}
{{TABLE_HTML:none}}
</div>
{{#FIGURE}}
<div id="{{ANCHOR}}">
{{FIGURE_HTML:none}}
</div>
{{/FIGURE}}
</div>
