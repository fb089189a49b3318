{{%AUTOESCAPE context="HTML"}}
<figure class="fig" id="{{ID}}">
<figcaption>
<p class="fig-title">{{TITLE_HTML:none}}</p>
<p class="fig-unit">{{UNIT}}</p>
</figcaption>
{{CHART_HTML:none}}
<p class="fig-foot">{{SOURCE}}&nbsp;<span class="dot">·</span> {{RULE}}&nbsp;<span class="dot">·</span> <a href="{{CSV}}">CSV</a>&nbsp;<span class="dot">·</span> <a href="{{JSON}}">JSON</a>&nbsp;<span class="dot">·</span> <a href="{{SVG}}">SVG</a>&nbsp;<span class="dot">·</span> <a href="{{HOW}}">{{t_how_measured}}</a></p>
<details class="fig-data">
<summary>{{t_table}}</summary>
{{TABLE_HTML:none}}
</details>
</figure>
