{{%AUTOESCAPE context="HTML"}}
<div class="scroll{{#SLIM}} slim{{/SLIM}}" role="region" tabindex="0" aria-labelledby="{{ID}}-caption">
<table id="{{ID}}">
<caption id="{{ID}}-caption"{{#QUIET}} class="quiet"{{/QUIET}}>{{CAPTION}}</caption>
<thead>
<tr>{{#HEAD}}<th scope="col"{{#NUMBER}} class="num"{{/NUMBER}}>{{LABEL}}</th>{{/HEAD}}</tr>
</thead>
<tbody>
{{#ROW}}
<tr><th scope="row">{{FIRST_HTML:none}}</th>{{#CELL}}<td{{#NUMBER}} class="num"{{/NUMBER}}>{{CELL_HTML:none}}</td>{{/CELL}}</tr>
{{/ROW}}
</tbody>
</table>
</div>
