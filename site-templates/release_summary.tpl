{{%AUTOESCAPE context="HTML"}}
<p>{{CHANGE_HTML:none}}</p>
<ul class="points">
{{#POINT}}
<li>{{POINT_HTML:none}}</li>
{{/POINT}}
</ul>
<p>{{TREE}}</p>
