{{%AUTOESCAPE context="HTML"}}
<figure class="fig" id="{{ID}}">
<figcaption>
<p class="fig-title">{{TITLE_HTML:none}}</p>
<p class="fig-unit">{{UNIT}}</p>
</figcaption>
{{CHART_HTML:none}}
<p class="fig-foot">{{SOURCE}} <span class="dot">·</span> {{RULE}} <span class="dot">·</span> <span class="nb"><a href="{{CSV}}">CSV</a> <span class="dot">·</span></span> <span class="nb"><a href="{{JSON}}">JSON</a> <span class="dot">·</span></span> <span class="nb"><a href="{{SVG}}">SVG</a> <span class="dot">·</span></span> <a href="{{HOW}}">{{t_how_measured}}</a></p>
<details class="fig-data">
<summary>{{t_table}}</summary>
{{TABLE_HTML:none}}
</details>
</figure>
